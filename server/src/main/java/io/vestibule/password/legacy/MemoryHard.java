package io.vestibule.password.legacy;

/** The functions that take much memory, and how much of it they may take here. */
public interface MemoryHard {

    /** How many KiB a hash like this may take. */
    long most(Argon2Hash hash);

    /** Roughly how many nanoseconds Argon2 takes for each MiB that a pass goes through; see {@link LegacyHash#nanos}. */
    long nanosPerMebibyte();

    /** Whether the hash was made from these bytes. */
    boolean matches(Argon2Hash hash, byte[] password);

    /** How many KiB scrypt may take. */
    long mostOfScrypt();

    /** scrypt (RFC 7914): {@code length} bytes derived from the password. */
    byte[] scrypt(byte[] password, byte[] salt, int n, int r, int p, int length);
}
