package io.vestibule.password;

import io.vestibule.config.PasswordConfig;
import io.vestibule.password.legacy.LegacyFormats;
import io.vestibule.password.legacy.Peppers;
import io.vestibule.password.legacy.Preparation;
import io.vestibule.password.legacy.UnusableHashException;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Objects;
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
    private final Peppers peppers;
    private final HashSource source;
    private final HashExaminer examiner;

    PasswordHasher(Argon2 argon2, Peppers peppers, HashSource source) {
        this.argon2 = argon2;
        this.peppers = peppers;
        this.source = source;
        legacy = new LegacyFormats(argon2.memoryHard());
        decoy = PhcString.decoy(Argon2Cost.TODAY);
        equalWork = new EqualWork(argon2, decoy);
        examiner = new HashExaminer(legacy, peppers, source);
    }

    /** A hasher on libsodium, or, with a line in the log, on Bouncy Castle where libsodium can't load. */
    public static PasswordHasher create() {
        return new PasswordHasher(Argon2.portable(), Peppers.NONE, HashSource.UNKNOWN);
    }

    /** The same, which knows the secrets of imported hashes. */
    public static PasswordHasher create(Peppers peppers) {
        return create(peppers, HashSource.UNKNOWN);
    }

    /** The same, for hashes of which more is known than their texts tell. */
    public static PasswordHasher create(Peppers peppers, HashSource source) {
        return new PasswordHasher(Argon2.portable(), peppers, source);
    }

    /** What tells this hasher from one that reads the same texts otherwise: nothing to be shown. */
    public byte[] sourceIdentity() {
        return source.identity();
    }

    /**
     * A new hash at today's cost, as a PHC string of 97 characters.
     *
     * @throws IllegalArgumentException if the password has a lone surrogate, which {@link PasswordPolicy} refuses
     */
    public String hash(Secret password) {
        return hash(password, Preparation.OURS);
    }

    /** A new hash in place of an outdated one that the password matched: it takes for the same whatever the old one did. */
    String renew(Secret password, PasswordCheck check) {
        return hash(password, Objects.requireNonNull(check.renewal()));
    }

    /** The same of what the preparation makes of the password, which stands before it unless it is ours. */
    private String hash(Secret password, Preparation preparation) {
        byte[] typed = StoredHash.typed(password);
        if (typed == null) {
            throw new IllegalArgumentException("The password is not well-formed Unicode");
        }
        String phc = argon2.hash(preparation.apply(typed, Peppers.NONE)).print();
        return preparation.equals(Preparation.OURS) ? phc : preparation.prefix() + phc;
    }

    /**
     * Whether the stored hash was made from this password. False, after the work of one hash, also for a password that is no
     * well-formed Unicode and for a stored hash that costs more than we pay.
     *
     * @throws MalformedHashException if the stored text is no password hash
     */
    public boolean verify(Secret password, String stored) {
        return matched(password, read(stored)) != null;
    }

    private @Nullable Preparation matched(Secret password, StoredHash stored) {
        if (stored.tooExpensive() != null) {
            argon2.matches(new byte[0], decoy);
            return null;
        }
        return stored.matched(password);
    }

    /**
     * Verifies a password; unless it is right, after as much work as a hash of the portal's costliest kind takes with this password.
     *
     * @param stored null for a login without a password, or that nobody has
     * @param kinds  a hash of each kind that customers have from elsewhere
     * @throws MalformedHashException if a text is no password hash
     */
    public PasswordCheck check(Secret password, @Nullable String stored, List<String> kinds) {
        StoredHash standard = costliest(password, kinds);
        StoredHash hash = stored == null ? standard : read(stored);
        double effort = standard.effort(password);
        long start = System.nanoTime();
        Preparation matched = matched(password, hash);
        long took = System.nanoTime() - start;
        boolean right = matched != null && stored != null;
        Preparation renewal = matched != null && right && !hash.upToDate(matched) ? matched : null;
        if (hash.kind().equals(standard.kind()) && hash.effort(password) == effort) {
            equalWork.ran(standard.kind(), (long) (took / effort));
            return new PasswordCheck(right, 0, renewal);
        }
        long whole = (long) (effort * equalWork.nanos(standard.kind(), () -> matched(Secret.of(""), standard)));
        long owed = Math.max(0, start + whole - System.nanoTime());
        if (right) {
            return new PasswordCheck(true, owed, renewal);
        }
        equalWork.work(owed);
        return new PasswordCheck(false, 0, null);
    }

    private StoredHash costliest(Secret password, List<String> kinds) {
        StoredHash costliest = new StoredHash.Own(decoy, argon2);
        for (String kind : kinds) {
            StoredHash other = read(kind);
            if (other.nanos() * other.effort(password) > costliest.nanos() * costliest.effort(password)) {
                costliest = other;
            }
        }
        return costliest;
    }

    /** The same on the processor's own library, or this one where there is none that works; the log tells which. */
    PasswordHasher onLibrary(PasswordConfig.Library wanted) {
        Argon2 selected = Argon2Selection.select(wanted, argon2);
        return selected.equals(argon2) ? this : new PasswordHasher(selected, peppers, source);
    }

    /** Which library hashes, for operators. */
    String library() {
        return argon2.name();
    }

    /** Does the work that a right password owed, when it is refused all the same. */
    void settle(long owed) {
        equalWork.work(owed);
    }

    /** Examines a hash that another system made, or that we exported. */
    public ExaminedHash examine(String text) {
        return examiner.examine(text);
    }

    /** A stored hash as it leaves: ours is marked, as others' Argon2id looks the same. */
    public static String exported(String stored) {
        return PhcString.isOurs(stored) ? Preparation.OURS.prefix() + stored : stored;
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
        return PhcString.isOurs(text)
                ? new StoredHash.Own(PhcString.parse(text), argon2)
                : new StoredHash.Foreign(legacy.read(text), peppers);
    }
}
