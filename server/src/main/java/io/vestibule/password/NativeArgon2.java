package io.vestibule.password;

import io.vestibule.password.argon2.Argon2Function;
import io.vestibule.password.argon2.Argon2Parameters;
import io.vestibule.password.argon2.Argon2Parameters.Variant;
import io.vestibule.password.argon2.Argon2Parameters.Version;
import io.vestibule.password.argon2.HashMemoryException;
import io.vestibule.password.legacy.Argon2Hash;
import io.vestibule.password.legacy.MemoryHard;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Argon2 by the reference implementation, compiled for this processor, in memory that the hashing threads keep. Where the system has no
 * memory for that, the portable implementation hashes, which asks for its own.
 */
final class NativeArgon2 implements Argon2, MemoryHard {
    private static final Logger LOG = LoggerFactory.getLogger(NativeArgon2.class);
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Argon2Function function;
    private final long nanosPerMebibyte;
    private final Argon2 portable;
    private final AtomicBoolean warned = new AtomicBoolean();

    NativeArgon2(Argon2Function function, long nanosPerMebibyte, Argon2 portable) {
        this.function = function;
        this.nanosPerMebibyte = nanosPerMebibyte;
        this.portable = portable;
    }

    @Override
    public String name() {
        return "the processor's own";
    }

    @Override
    public PhcString hash(byte[] password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        Argon2Cost cost = Argon2Cost.TODAY;
        return orPortably(
                () -> PhcString.of(cost, salt, function.hash(password, salt, parameters(cost, HASH_BYTES))),
                () -> portable.hash(password));
    }

    @Override
    public boolean matches(byte[] password, PhcString stored) {
        byte[] expected = stored.hashBytes();
        return orPortably(
                () -> MessageDigest.isEqual(
                        expected,
                        function.hash(password, stored.saltBytes(), parameters(stored.cost(), expected.length))),
                () -> portable.matches(password, stored));
    }

    private static Argon2Parameters parameters(Argon2Cost cost, int length) {
        return new Argon2Parameters(
                Variant.ID,
                Version.V1_3,
                Math.toIntExact(cost.memory()),
                Math.toIntExact(cost.iterations()),
                Math.toIntExact(cost.parallelism()),
                length);
    }

    @Override
    public MemoryHard memoryHard() {
        return this;
    }

    /** The same everywhere: what was imported at one node is verified at all. */
    @Override
    public long most(Argon2Hash hash) {
        return portable.memoryHard().most(hash);
    }

    @Override
    public long nanosPerMebibyte() {
        return nanosPerMebibyte;
    }

    @Override
    public boolean matches(Argon2Hash hash, byte[] password) {
        var parameters = new Argon2Parameters(
                switch (hash.variant()) {
                    case "d" -> Variant.D;
                    case "i" -> Variant.I;
                    default -> Variant.ID;
                },
                hash.version() == Version.V1_3.number() ? Version.V1_3 : Version.V1_0,
                Math.toIntExact(hash.memory()),
                Math.toIntExact(hash.passes()),
                Math.toIntExact(hash.lanes()),
                hash.hash().length);
        return orPortably(
                () -> MessageDigest.isEqual(hash.hash(), function.hash(password, hash.salt(), parameters)),
                () -> portable.memoryHard().matches(hash, password));
    }

    @Override
    public long mostOfScrypt() {
        return portable.memoryHard().mostOfScrypt();
    }

    @Override
    public byte[] scrypt(byte[] password, byte[] salt, int n, int r, int p, int length) {
        return portable.memoryHard().scrypt(password, salt, n, r, p, length);
    }

    private <T> T orPortably(Supplier<T> work, Supplier<T> portably) {
        try {
            return work.get();
        } catch (HashMemoryException e) {
            if (!warned.getAndSet(true)) {
                LOG.warn(
                        "{}; the portable implementation asks for its own each time, until there is some",
                        e.getMessage());
            }
            return portably.get();
        }
    }
}
