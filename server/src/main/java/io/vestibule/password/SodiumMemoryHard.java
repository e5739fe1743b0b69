package io.vestibule.password;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import io.vestibule.password.legacy.Argon2Hash;
import io.vestibule.password.legacy.MemoryHard;
import io.vestibule.password.legacy.OnHeap;

/** What libsodium has of the memory-hard functions, in memory outside the heap; the rest on the heap. */
final class SodiumMemoryHard implements MemoryHard {
    private static final long MOST_KIB = 256 * 1024;
    private static final long MOST_KIB_OF_SCRYPT = 64 * 1024;

    private final SodiumArgon2 sodium;
    /** Lazysodium has no method for it. */
    private final Function scrypt;

    private final MemoryHard onHeap = new OnHeap();

    SodiumMemoryHard(SodiumArgon2 sodium, NativeLibrary library) {
        this.sodium = sodium;
        this.scrypt = library.getFunction("crypto_pwhash_scryptsalsa208sha256_ll");
    }

    /** It knows Argon2i and Argon2id, version 1.3. */
    private static boolean knows(Argon2Hash hash) {
        return hash.version() == 19 && !hash.variant().equals("d");
    }

    @Override
    public long most(Argon2Hash hash) {
        return knows(hash) ? MOST_KIB : onHeap.most(hash);
    }

    @Override
    public long nanosPerMebibyte() {
        return 580_000;
    }

    @Override
    public boolean matches(Argon2Hash hash, byte[] password) {
        return knows(hash) ? sodium.matches(password, hash.text()) : onHeap.matches(hash, password);
    }

    @Override
    public long mostOfScrypt() {
        return MOST_KIB_OF_SCRYPT;
    }

    @Override
    public byte[] scrypt(byte[] password, byte[] salt, int n, int r, int p, int length) {
        byte[] derived = new byte[length];
        Object[] arguments = {
            password,
            new NativeLong(password.length),
            salt,
            new NativeLong(salt.length),
            (long) n,
            r,
            p,
            derived,
            new NativeLong(length)
        };
        if (scrypt.invokeInt(arguments) != 0) {
            throw new IllegalStateException("The system has no memory for a password hash of scrypt");
        }
        return derived;
    }
}
