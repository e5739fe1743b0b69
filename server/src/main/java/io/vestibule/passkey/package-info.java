/**
 * Passkeys (WebAuthn Level 3): what a browser is asked, whether its answer is right, and the public keys. It alone knows the library that
 * reads and verifies them. Who signs in with one, and what they then get, is for {@code signin}; it knows no dialect's words.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.passkey;
