package io.vestibule.password;

import io.vestibule.password.legacy.MemoryHard;
import io.vestibule.password.legacy.OnHeap;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id in Java, on the heap. */
final class BouncyCastleArgon2 implements Argon2 {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String name() {
        return "Bouncy Castle";
    }

    @Override
    public PhcString hash(byte[] password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return PhcString.of(Argon2Cost.TODAY, salt, derive(password, Argon2Cost.TODAY, salt, HASH_BYTES));
    }

    @Override
    public boolean matches(byte[] password, PhcString stored) {
        byte[] expected = stored.hashBytes();
        byte[] actual;
        try {
            actual = derive(password, stored.cost(), stored.saltBytes(), expected.length);
        } catch (OutOfMemoryError e) {
            throw new IllegalStateException("The heap has no room for a password hash of " + stored.cost(), e);
        }
        return MessageDigest.isEqual(expected, actual);
    }

    @Override
    public MemoryHard memoryHard() {
        return new OnHeap();
    }

    private static byte[] derive(byte[] password, Argon2Cost cost, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(Math.toIntExact(cost.memory()))
                .withIterations(Math.toIntExact(cost.iterations()))
                .withParallelism(Math.toIntExact(cost.parallelism()))
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password, hash);
        return hash;
    }
}
