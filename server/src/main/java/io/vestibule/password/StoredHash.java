package io.vestibule.password;

import io.vestibule.password.legacy.LegacyHash;
import io.vestibule.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** A stored password hash, read: ours, or one that another system made. */
sealed interface StoredHash {

    /** Scheme and cost: hashes of one kind take equally long. */
    String kind();

    /** Roughly how many nanoseconds it takes; see {@link LegacyHash#nanos}. */
    long nanos();

    /** Why it is never verified, or null. */
    @Nullable
    String tooDear();

    /**
     * Whether the hash was made from this password.
     *
     * @throws CharacterCodingException if the password is no well-formed Unicode
     */
    boolean matches(Secret password) throws CharacterCodingException;

    /** The text of a hash of this kind that no password matches. */
    String decoy();

    /** Argon2id as we make it, of the UTF-8 of the password in Unicode normal form C. */
    record Own(PhcString phc, Argon2 argon2) implements StoredHash {
        private static final long NANOS_A_MIB = 580_000;

        @Override
        public String kind() {
            return phc.cost().toString();
        }

        @Override
        public long nanos() {
            return phc.cost().memory() * phc.cost().iterations() / 1024 * NANOS_A_MIB;
        }

        @Override
        public @Nullable String tooDear() {
            return phc.cost().bearable()
                    ? null
                    : "Argon2id of " + phc.cost().memory() + " KiB, "
                            + phc.cost().iterations() + " passes and "
                            + phc.cost().parallelism()
                            + " lanes; at most 256 MiB, 10 passes, 1 GiB in all passes, 16 lanes";
        }

        @Override
        public boolean matches(Secret password) throws CharacterCodingException {
            return argon2.matches(normal(password), phc);
        }

        @Override
        public String decoy() {
            return phc.withRandomHash().print();
        }

        static byte[] normal(Secret password) throws CharacterCodingException {
            return utf8(Normalizer.normalize(password.reveal(), Normalizer.Form.NFC));
        }
    }

    /**
     * One that another system made, of the password as it was typed. A NUL ends the password in others' C code and means nothing at the
     * end of an HMAC's key: who types one is refused, so that nothing but the whole password matches.
     */
    record Foreign(LegacyHash hash) implements StoredHash {
        /** With more, schemes that go through the password in each round would take as long as somebody pleases. */
        private static final int LONGEST_PASSWORD = 256;

        @Override
        public String kind() {
            return hash.kind();
        }

        @Override
        public long nanos() {
            return hash.nanos();
        }

        @Override
        public @Nullable String tooDear() {
            return hash.tooDear();
        }

        @Override
        public boolean matches(Secret password) throws CharacterCodingException {
            byte[] typed = utf8(password.reveal());
            boolean possible =
                    typed.length <= LONGEST_PASSWORD && password.reveal().indexOf(0) < 0;
            return hash.matches(possible ? typed : new byte[0]) && possible;
        }

        @Override
        public String decoy() {
            return hash.decoy();
        }
    }

    /** Refuses lone surrogates, which {@code getBytes} would all turn into the same question mark. */
    private static byte[] utf8(String text) throws CharacterCodingException {
        ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }
}
