package io.vestibule.password;

import io.vestibule.password.legacy.LegacyFormats;
import io.vestibule.password.legacy.UnusableHashException;
import io.vestibule.secret.Secret;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with Argon2id (19 MiB, two passes, one lane) and checks them against stored hashes. What is hashed is the
 * UTF-8 of the password in Unicode normal form C (NIST SP 800-63B-4 section 3.1.1.2), so that a letter typed on two keyboards
 * is the same letter; hashes that other systems made ({@link LegacyFormats}) are checked against the password as typed. Every
 * {@code verify} does the work of one hash, whatever comes of it. Safe for use by many threads at once; a call holds 19 MiB and a
 * core for some 20 ms, a foreign hash up to 256 MiB and a second, so requests go through {@link HashPool}.
 */
public final class PasswordHasher {
    private final Argon2 argon2;
    private final LegacyFormats legacy;
    private final PhcString decoy;
    private final EqualWork equalWork;

    PasswordHasher(Argon2 argon2) {
        this.argon2 = argon2;
        legacy = new LegacyFormats(argon2.memoryHard());
        decoy = PhcString.decoy(Argon2Cost.TODAY);
        equalWork = new EqualWork(argon2, decoy);
    }

    /** A hasher on libsodium, or, with a line in the log, on Bouncy Castle where libsodium can't load. */
    public static PasswordHasher create() {
        return new PasswordHasher(Argon2.fastest());
    }

    /**
     * A new hash at today's cost, as a PHC string of 97 characters.
     *
     * @throws IllegalArgumentException if the password has a lone surrogate, which {@link PasswordPolicy} refuses
     */
    public String hash(Secret password) {
        try {
            return argon2.hash(StoredHash.Own.normal(password)).print();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The password is not well-formed Unicode", e);
        }
    }

    /**
     * Whether the stored hash was made from this password. False, after the work of one hash, also for a password that is no
     * well-formed Unicode and for a stored hash that costs more than we pay.
     *
     * @throws MalformedHashException if the stored text is no password hash
     */
    public boolean verify(Secret password, String stored) {
        return verify(password, read(stored));
    }

    private boolean verify(Secret password, StoredHash stored) {
        if (stored.tooDear() != null) {
            return refuse();
        }
        try {
            return stored.matches(password);
        } catch (CharacterCodingException e) {
            return refuse();
        }
    }

    /**
     * What came of an attempt.
     *
     * @param right whether the password is that of the stored hash
     * @param owed  nanoseconds of work that a refusal would have taken longer: 0 unless {@code right}
     */
    public record Check(boolean right, long owed) {}

    /**
     * Verifies a password; unless it is right, after as much work as a hash of the portal's dearest kind takes.
     *
     * @param stored  null for a login without a password, or that nobody has
     * @param dearest a hash of that kind; null: our own of today's cost
     * @throws MalformedHashException if a text is no password hash
     */
    public Check check(Secret password, @Nullable String stored, @Nullable String dearest) {
        StoredHash standard = dearest == null ? new StoredHash.Own(decoy, argon2) : read(dearest);
        StoredHash hash = stored == null ? standard : read(stored);
        long start = System.nanoTime();
        boolean right = verify(password, hash) && stored != null;
        long took = System.nanoTime() - start;
        if (hash.kind().equals(standard.kind())) {
            equalWork.ran(standard.kind(), took);
            return new Check(right, 0);
        }
        long whole = equalWork.nanos(standard.kind(), () -> verify(Secret.of(""), standard));
        long owed = Math.max(0, start + whole - System.nanoTime());
        if (right) {
            return new Check(true, owed);
        }
        equalWork.work(owed);
        return new Check(false, 0);
    }

    /** Does the work that a right password owed, when it is refused all the same. */
    void settle(long owed) {
        equalWork.work(owed);
    }

    /**
     * Whether a password that matched this stored hash should be hashed anew, because it isn't ours, or its cost isn't today's.
     *
     * @throws MalformedHashException if the stored text is no password hash
     */
    public boolean outdated(String stored) {
        return !(read(stored) instanceof StoredHash.Own own && own.phc().cost().equals(Argon2Cost.TODAY));
    }

    /** A hash that somebody wants to store. */
    public sealed interface Examined {
        /**
         * It can be verified.
         *
         * @param kind  scheme and cost
         * @param nanos roughly what it costs, to compare kinds by
         */
        record Usable(String kind, long nanos) implements Examined {}

        /** It can't, or must not. */
        record Unusable(String reason) implements Examined {}
    }

    /** Judges a hash that another system made. */
    public Examined examine(String text) {
        try {
            StoredHash hash = parse(text);
            String tooDear = hash.tooDear();
            return tooDear == null
                    ? new Examined.Usable(hash.kind(), hash.nanos())
                    : new Examined.Unusable("a password hash that is too dear to verify: " + tooDear);
        } catch (UnusableHashException e) {
            return new Examined.Unusable(String.valueOf(e.getMessage()));
        } catch (MalformedHashException e) {
            return new Examined.Unusable("an Argon2 hash whose salt or hash is broken");
        }
    }

    /** A hash of the same kind that no password matches. */
    public String decoyLike(String stored) {
        return read(stored).decoy();
    }

    /**
     * A hash at today's cost that no password matches. Verified in place of the hash that an unknown login doesn't have, it makes
     * the two take equally long.
     */
    public String decoy() {
        return decoy.print();
    }

    private StoredHash read(String text) {
        try {
            return parse(text);
        } catch (UnusableHashException e) {
            throw new MalformedHashException();
        }
    }

    private StoredHash parse(String text) {
        return PhcString.isOne(text)
                ? new StoredHash.Own(PhcString.parse(text), argon2)
                : new StoredHash.Foreign(legacy.read(text));
    }

    private boolean refuse() {
        argon2.matches(new byte[0], decoy);
        return false;
    }
}
