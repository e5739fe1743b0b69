/** OpenID Connect and OAuth 2.0, clause by clause. */
@org.jspecify.annotations.NullMarked
package io.vestibule.dialect.openid;
