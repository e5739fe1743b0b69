package io.vestibule.password.argon2;

/** Argon2 (RFC 9106) in all variants and versions. */
@FunctionalInterface
public interface Argon2Function {
    /**
     * Hashes a password.
     *
     * @throws HashMemoryException if the system has no memory for it
     * @throws IllegalArgumentException if RFC 9106 has no hash of these parameters and lengths
     */
    byte[] hash(byte[] password, byte[] salt, Argon2Parameters parameters);
}
