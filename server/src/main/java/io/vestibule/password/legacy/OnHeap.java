package io.vestibule.password.legacy;

import java.security.MessageDigest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * In Java, where libsodium can't load or lacks a variant. The heap that the product ships with is small, and running out of it ends
 * the process: so 16 MiB at the most, and one at a time.
 */
public final class OnHeap implements MemoryHard {
    private static final long MOST_KIB = 16 * 1024;
    private static final Object TURN = new Object();

    @Override
    public long most(Argon2Hash hash) {
        return MOST_KIB;
    }

    @Override
    public long nanosPerMebibyte() {
        return 1_700_000;
    }

    @Override
    public boolean matches(Argon2Hash hash, byte[] password) {
        int type = switch (hash.variant()) {
            case "d" -> Argon2Parameters.ARGON2_d;
            case "i" -> Argon2Parameters.ARGON2_i;
            default -> Argon2Parameters.ARGON2_id;
        };
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(type)
                .withVersion(hash.version())
                .withMemoryAsKB(Math.toIntExact(hash.memory()))
                .withIterations(Math.toIntExact(hash.passes()))
                .withParallelism(Math.toIntExact(hash.lanes()))
                .withSalt(hash.salt())
                .build());
        byte[] derived = new byte[hash.hash().length];
        synchronized (TURN) {
            generator.generateBytes(password, derived);
        }
        return MessageDigest.isEqual(hash.hash(), derived);
    }

    @Override
    public long mostOfScrypt() {
        return MOST_KIB;
    }

    @Override
    public byte[] scrypt(byte[] password, byte[] salt, int n, int r, int p, int length) {
        synchronized (TURN) {
            return SCrypt.generate(password, salt, n, r, p, length);
        }
    }
}
