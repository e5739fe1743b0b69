/**
 * Owns bytes that must not leak: the wrapper for secret text, the master key with all that is derived from it, and random
 * tokens. Never stores, logs or sends anything, never hashes passwords (that is {@code io.vestibule.password}), and knows no
 * other package of ours.
 */
@NullMarked
package io.vestibule.secret;

import org.jspecify.annotations.NullMarked;
