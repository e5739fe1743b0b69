/**
 * OAuth 2.0 and OpenID Connect beneath the wire: which applications there are, what they ask for, and what they are granted. Knows no HTTP.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.oauth;
