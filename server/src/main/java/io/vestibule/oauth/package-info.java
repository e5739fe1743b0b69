/**
 * OAuth 2.0 and OpenID Connect: the applications that customers sign in to, where they may be sent back to, and how an application proves
 * that it is the one. It knows nothing of how that reads on the wire, and never decides whether a customer may sign in.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.oauth;
