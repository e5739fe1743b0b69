package io.vestibule.session;

import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Tokens;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A refresh token: the token grant's id, 256 bits that nobody can guess, and a tag that shows that we made it, in base64url.
 * Each is derived from the one before by HMAC, so that the database needs only hashes and a lost answer can be given again.
 * The tag tells an old token of ours, whose use is a theft alarm, from an invention, which is nothing.
 */
public final class RefreshToken {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID = 16;
    private static final int SECRET = 32;
    private static final int TAG = 16;

    private final UUID grant;
    private final byte[] secret;
    private final byte[] tag;

    private RefreshToken(UUID grant, byte[] secret, byte[] tag) {
        this.grant = grant;
        this.secret = secret;
        this.tag = tag;
    }

    /** The first of a token grant. */
    public static RefreshToken first(UUID grant, MasterKey keys) {
        byte[] secret = new byte[SECRET];
        RANDOM.nextBytes(secret);
        return tagged(grant, secret, keys);
    }

    /** The token that a client sent; empty if we never made it. */
    public static Optional<RefreshToken> parse(String text, MasterKey keys) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != ID + SECRET + TAG) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        UUID grant = new UUID(buffer.getLong(), buffer.getLong());
        byte[] secret = Arrays.copyOfRange(bytes, ID, ID + SECRET);
        byte[] tag = Arrays.copyOfRange(bytes, ID + SECRET, bytes.length);
        boolean ours = tags(grant, secret, keys).stream().anyMatch(expected -> MessageDigest.isEqual(expected, tag));
        return Optional.of(new RefreshToken(grant, secret, tag))
                .filter(token ->
                        ours && token.reveal().equals(text)); // base64url has other spellings of the same bytes
    }

    /**
     * The token that follows it, whichever node is asked and however often; while master keys rotate also the one that a node
     * with the key before gives out, last.
     */
    public List<RefreshToken> successors(MasterKey keys) {
        return keys.macs(KeyPurpose.REFRESH_TOKEN, word("next"), id(grant), secret).stream()
                .map(next -> tagged(grant, next, keys))
                .toList();
    }

    /** The id of the token grant that it renews. */
    public UUID grant() {
        return grant;
    }

    /** What the store keeps of it. */
    public byte[] hash() {
        return Tokens.hash(secret);
    }

    /** What the client gets. */
    public String reveal() {
        byte[] bytes = ByteBuffer.allocate(ID + SECRET + TAG)
                .put(id(grant))
                .put(secret)
                .put(tag)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "RefreshToken[redacted]";
    }

    private static RefreshToken tagged(UUID grant, byte[] secret, MasterKey keys) {
        return new RefreshToken(grant, secret, tags(grant, secret, keys).getFirst());
    }

    private static List<byte[]> tags(UUID grant, byte[] secret, MasterKey keys) {
        return keys.macs(KeyPurpose.REFRESH_TOKEN, word("tag"), id(grant), secret).stream()
                .map(mac -> Arrays.copyOf(mac, TAG))
                .toList();
    }

    private static byte[] id(UUID grant) {
        return ByteBuffer.allocate(ID)
                .putLong(grant.getMostSignificantBits())
                .putLong(grant.getLeastSignificantBits())
                .array();
    }

    private static byte[] word(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
