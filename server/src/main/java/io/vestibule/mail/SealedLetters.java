package io.vestibule.mail;

import io.vestibule.json.Json;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the addresses, links and codes of waiting mail out of the database in clear: AES-256-GCM under the master key, bound to the
 * row's purpose, portal and customer, so that a seal moved to another row doesn't open there.
 */
public final class SealedLetters {
    private final MasterKey key;

    public SealedLetters(MasterKey key) {
        this.key = key;
    }

    /** The value of {@code outbox.sealed}; null if the letter has no address, link or code of its own. */
    public byte @Nullable [] seal(Letter letter) {
        if (letter.to() == null && letter.link() == null && letter.code() == null) {
            return null;
        }
        byte[] plain = Json.object()
                .put("to", letter.to())
                .put("link", letter.link())
                .put("code", letter.code())
                .build()
                .utf8();
        return key.seal(KeyPurpose.MAIL, plain, row(letter.purpose(), letter.portalId(), letter.customerId()));
    }

    /**
     * The letter of a row.
     *
     * @throws RuntimeException if the seal doesn't open: another key, another row, altered bytes; no message quotes the content
     */
    public Letter open(MailPurpose purpose, long portalId, long customerId, byte @Nullable [] sealed) {
        if (sealed == null) {
            return new Letter(purpose, portalId, customerId, null, null);
        }
        byte[] plain = key.open(KeyPurpose.MAIL, sealed, row(purpose, portalId, customerId));
        if (!(Json.parse(plain) instanceof Json.Object content)) {
            throw new IllegalArgumentException("A sealed letter is a JSON object");
        }
        return new Letter(
                purpose,
                portalId,
                customerId,
                content.text("to").orElse(null),
                content.text("link").orElse(null),
                content.text("code").orElse(null));
    }

    private static byte[] row(MailPurpose purpose, long portalId, long customerId) {
        return (purpose.label() + " " + portalId + " " + customerId).getBytes(StandardCharsets.US_ASCII);
    }
}
