/**
 * OpenID Connect and OAuth 2.0 on the wire: an issuer a portal. Endpoints read and check parameters, ask {@code oauth}, and answer as the RFCs
 * say; what customers see is {@code page}'s.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.dialect.openid;
