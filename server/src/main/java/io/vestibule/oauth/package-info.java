/**
 * OAuth 2.0 and OpenID Connect: the applications that customers sign in to, where they may be sent back to, how an application proves that it
 * is the one, what it asks for and what it is granted. It knows nothing of how that reads on the wire, and never decides whether a customer may
 * sign in.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.oauth;
