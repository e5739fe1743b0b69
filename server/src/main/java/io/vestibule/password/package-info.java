/**
 * Owns how a password is judged, hashed and checked: the policy and its list of common passwords, Argon2id in PHC strings, and
 * the bounded pool that hashes. Never stores a password or its hash, knows no customer, counts no failure, and decides nothing
 * about who may sign in.
 */
@NullMarked
package io.vestibule.password;

import org.jspecify.annotations.NullMarked;
