package io.vestibule.password;

import io.vestibule.password.legacy.LegacyHash;
import io.vestibule.password.legacy.Peppers;
import io.vestibule.password.legacy.Preparation;
import io.vestibule.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A stored password hash, read: ours, or one that another system made. */
sealed interface StoredHash {
    /** Scheme and cost: hashes of one kind take equally long. */
    String kind();

    /** Roughly how many nanoseconds it takes; see {@link LegacyHash#nanos}. */
    long nanos();

    /** Why it is never verified, or null. */
    default @Nullable String tooExpensive() {
        return null;
    }

    /** How much longer it takes with this password than with a short one of ASCII. */
    double effort(Secret password);

    /**
     * What is to be done to this password where it is hashed anew; null if the hash wasn't made from it. Takes as long for a right
     * password as for a wrong one, and for a password that can't be right because it is no well-formed Unicode.
     */
    @Nullable
    Preparation matched(Secret password);

    /** Whether a password that matched needn't be hashed anew in this preparation. */
    boolean upToDate(Preparation kept);

    /** The text of a hash of this kind that no password matches. */
    String decoy();

    /** Argon2id as we make it, of the UTF-8 of the password in Unicode normal form C. */
    record Own(PhcString phc, Argon2 argon2) implements StoredHash {
        @Override
        public String kind() {
            return "Argon2id v=19," + phc.cost();
        }

        @Override
        public long nanos() {
            return phc.cost().nanos(argon2.memoryHard().nanosPerMebibyte());
        }

        @Override
        public double effort(Secret password) {
            return 1;
        }

        @Override
        public @Nullable Preparation matched(Secret password) {
            byte[] typed = typed(password);
            boolean right =
                    argon2.matches(typed == null ? new byte[0] : Preparation.OURS.apply(typed, Peppers.NONE), phc);
            return right && typed != null ? Preparation.OURS : null;
        }

        @Override
        public boolean upToDate(Preparation kept) {
            return phc.cost().equals(Argon2Cost.TODAY);
        }

        @Override
        public String decoy() {
            return phc.withRandomHash().print();
        }
    }

    /**
     * One that another system made, of the password as it was typed, or of what that system makes of it. Where the text doesn't tell
     * which system it was, each preparation is tried, also after one was right. A NUL ends the password in others' C code and means nothing at
     * the end of an HMAC's key: who types one is refused, so that nothing but the whole password matches.
     */
    record Foreign(LegacyHash hash, Peppers peppers) implements StoredHash {
        /** As long as a password may be in the systems that limit it (PHP's frameworks). */
        static final int LONGEST_PASSWORD = 4096;

        @Override
        public String kind() {
            return hash.kind();
        }

        @Override
        public long nanos() {
            return hash.nanos();
        }

        @Override
        public @Nullable String tooExpensive() {
            return hash.tooExpensive();
        }

        @Override
        public double effort(Secret password) {
            return candidates(typed(password)).keySet().stream()
                    .mapToDouble(prepared -> hash.effort(prepared.remaining()))
                    .sum();
        }

        @Override
        public @Nullable Preparation matched(Secret password) {
            byte[] typed = typed(password);
            Preparation kept = null;
            for (Map.Entry<ByteBuffer, Preparation> candidate :
                    candidates(typed).entrySet()) {
                boolean right = hash.matches(candidate.getKey().array());
                if (right && kept == null && typed != null && possible(typed)) {
                    kept = candidate.getValue().kept(typed);
                }
            }
            return kept;
        }

        /** What the password comes to in each preparation, without repetition; nothing but the empty text if it can't be right. */
        private Map<ByteBuffer, Preparation> candidates(byte @Nullable [] typed) {
            if (typed == null || !possible(typed)) {
                return Map.of(ByteBuffer.wrap(new byte[0]), Preparation.TYPED);
            }
            Map<ByteBuffer, Preparation> candidates = new LinkedHashMap<>();
            for (Preparation preparation : hash.preparations()) {
                candidates.putIfAbsent(ByteBuffer.wrap(preparation.apply(typed, peppers)), preparation);
            }
            return candidates;
        }

        private boolean possible(byte[] typed) {
            double effort = hash.effort(typed.length);
            return typed.length > 0
                    && typed.length <= LONGEST_PASSWORD
                    && IntStream.range(0, typed.length).noneMatch(i -> typed[i] == 0)
                    && (effort <= 1 || hash.nanos() * effort <= LegacyHash.MOST_NANOS);
        }

        @Override
        public boolean upToDate(Preparation kept) {
            return hash.text().startsWith(kept.prefix() + PhcString.prefix(Argon2Cost.TODAY));
        }

        @Override
        public String decoy() {
            return hash.decoy().text();
        }
    }

    /** As UTF-8; null if there are lone surrogates, which {@code getBytes} would all turn into the same question mark. */
    static byte @Nullable [] typed(Secret password) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password.reveal()));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
