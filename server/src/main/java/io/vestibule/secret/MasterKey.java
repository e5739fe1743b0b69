package io.vestibule.secret;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The key of the installation ({@code VESTIBULE_MASTER_KEY}), and during a rotation the one before it. It is never used
 * itself: every purpose has keys of its own, derived from it once by HKDF-SHA256 (RFC 5869). Safe for use by many threads at once.
 *
 * <p>What is new is always made with the current key; what was made with the previous one can still be recognised
 * ({@link #macs}) and opened ({@link #open}).
 */
public final class MasterKey {
    private static final String CURRENT_SETTING = "VESTIBULE_MASTER_KEY";
    private static final String PREVIOUS_SETTING = "VESTIBULE_MASTER_KEY_PREVIOUS";

    private final DerivedKeys current;
    private final @Nullable DerivedKeys previous;

    private MasterKey(DerivedKeys current, @Nullable DerivedKeys previous) {
        this.current = current;
        this.previous = previous;
    }

    /**
     * The key that a text holds.
     *
     * @param current 32 bytes as base64 or base64url (padded or not) or as 64 hexadecimal digits; {@link Tokens#random()} makes one
     * @throws IllegalArgumentException if it is anything else; the message names the setting, never the text
     */
    public static MasterKey of(Secret current) {
        return new MasterKey(keys(CURRENT_SETTING, current), null);
    }

    /**
     * The key that a text holds, and the one in use before it.
     *
     * @throws IllegalArgumentException if one of them isn't a key; see {@link #of}
     */
    public static MasterKey rotated(Secret current, Secret previous) {
        return new MasterKey(keys(CURRENT_SETTING, current), keys(PREVIOUS_SETTING, previous));
    }

    private static DerivedKeys keys(String setting, Secret text) {
        return new DerivedKeys(KeyText.parse(setting, text));
    }

    /**
     * HMAC-SHA256 of the parts with the current key: 32 bytes. Every part goes in with its length before it, so that
     * ("ab", "c") and ("a", "bc") differ.
     */
    public byte[] mac(KeyPurpose purpose, byte[]... parts) {
        return current.mac(purpose, parts);
    }

    /** What {@link #mac} gives with the current key, then, during a rotation, what it gave with the previous one. */
    public List<byte[]> macs(KeyPurpose purpose, byte[]... parts) {
        return keys().map(keys -> keys.mac(purpose, parts)).toList();
    }

    /**
     * Encrypts with the current key, AES-256-GCM.
     *
     * @param associated what the result is bound to (a row's id, say); {@link #open} wants the same bytes
     * @return key id (4 bytes), nonce (12), ciphertext, tag (16): 32 bytes more than {@code plain}; different each time
     */
    public byte[] seal(KeyPurpose purpose, byte[] plain, byte[] associated) {
        return current.seal(purpose, plain, associated);
    }

    /**
     * What was sealed, by the key that it names.
     *
     * @throws UnreadableException if that key is neither of ours, or the bytes aren't what {@link #seal} made for this
     *     purpose and associated bytes
     */
    public byte[] open(KeyPurpose purpose, byte[] sealed, byte[] associated) {
        DerivedKeys keys = keys().filter(candidate -> candidate.sealed(sealed))
                .findFirst()
                .orElseThrow(() -> new UnreadableException(
                        "Sealed with a key that this server doesn't have: check that " + CURRENT_SETTING + ", or "
                                + PREVIOUS_SETTING + " after a rotation, is the key that was in use then"));
        return keys.open(purpose, sealed, associated);
    }

    private Stream<DerivedKeys> keys() {
        return Stream.of(current, previous).filter(Objects::nonNull);
    }
}
