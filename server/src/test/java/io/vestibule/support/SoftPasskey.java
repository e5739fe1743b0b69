package io.vestibule.support;

import io.vestibule.json.Json;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator with one passkey, and the browser before it: answers options as {@code toJSON()} does (WebAuthn Level 3). What it is and
 * says is the test's to change.
 */
public final class SoftPasskey {
    /** The page's origin. */
    public static final String ORIGIN = "https://portal.example.com";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int BACKUP_ELIGIBLE = 0x08;
    private static final int BACKED_UP = 0x10;
    private static final int ATTESTED = 0x40;

    /** A kind of key. */
    public enum Algorithm {
        ES256(-7, "SHA256withECDSA"),
        EDDSA(-8, "Ed25519"),
        RS256(-257, "SHA256withRSA"),
        /** ES256 by its newer name, which isn't asked for. */
        ESP256(-9, "SHA256withECDSA");

        private final int number;
        private final String signature;

        Algorithm(int number, String signature) {
            this.number = number;
            this.signature = signature;
        }
    }

    private final Algorithm algorithm;
    private final KeyPair keys;

    public byte[] id = random(32);
    public byte[] aaguid = new byte[16];
    public boolean verifies = true;
    /** Whether its user touched it. */
    public boolean present = true;

    public boolean backupEligible;
    public boolean backedUp;
    public long counter;
    /** How much the counter grows with each signature. */
    public int step;

    public String origin = ORIGIN;
    public @Nullable String topOrigin;
    public boolean crossOrigin;
    /** What {@code credProps} says. */
    public @Nullable Boolean discoverable = true;

    public List<String> transports = List.of("internal", "hybrid");
    /** By whom it knows its customer; nothing for one that isn't discoverable. */
    public byte @Nullable [] userHandle;

    /** Further members of the client data. */
    public Json.Object alsoSaid = Json.object().build();

    public SoftPasskey(Algorithm algorithm) {
        this.algorithm = algorithm;
        this.keys = keys(algorithm);
    }

    /** One that most customers have: ES256, synced. */
    public static SoftPasskey synced() {
        SoftPasskey passkey = new SoftPasskey(Algorithm.ES256);
        passkey.backupEligible = true;
        passkey.backedUp = true;
        return passkey;
    }

    private static KeyPair keys(Algorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(
                    switch (algorithm) {
                        case ES256, ESP256 -> "EC";
                        case EDDSA -> "Ed25519";
                        case RS256 -> "RSA";
                    });
            if (algorithm != Algorithm.EDDSA) {
                generator.initialize(algorithm == Algorithm.RS256 ? 2048 : 256);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public SoftPasskey model(String name) {
        UUID uuid = UUID.fromString(name);
        aaguid = ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        return this;
    }

    /** Answers options for a new passkey. */
    public Json.Object create(Json.Object options) {
        userHandle = bytes(text(options, "user", "id"));
        byte[] state = join(
                state(text(options, "rp", "id"), ATTESTED),
                aaguid,
                ByteBuffer.allocate(2).putShort((short) id.length).array(),
                id,
                Cbor.of(publicKey()));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("fmt", "none");
        object.put("attStmt", Map.of());
        object.put("authData", state);
        Json.Builder response = Json.object()
                .put("clientDataJSON", base64(clientData("webauthn.create", text(options, "challenge"))))
                .put("attestationObject", base64(Cbor.of(object)))
                .put("authenticatorData", base64(state))
                .put("publicKeyAlgorithm", algorithm.number)
                .put(
                        "transports",
                        new Json.Array(transports.stream().map(Json::of).toList()));
        Json.Builder properties = Json.object();
        if (discoverable != null) {
            properties.put("rk", discoverable.booleanValue());
        }
        return credential(
                response.build(),
                Json.object().put("credProps", properties.build()).build());
    }

    /** Answers options for a sign-in. */
    public Json.Object get(Json.Object options) {
        counter += step;
        byte[] state = state(text(options, "rpId"), 0);
        byte[] data = clientData("webauthn.get", text(options, "challenge"));
        Json.Builder response = Json.object()
                .put("clientDataJSON", base64(data))
                .put("authenticatorData", base64(state))
                .put("signature", base64(sign(join(state, sha256(data)))));
        if (userHandle != null) {
            response.put("userHandle", base64(userHandle));
        }
        return credential(response.build(), Json.object().build());
    }

    private Json.Object credential(Json.Object response, Json.Object extensions) {
        return Json.object()
                .put("id", base64(id))
                .put("rawId", base64(id))
                .put("type", "public-key")
                .put("authenticatorAttachment", "platform")
                .put("response", response)
                .put("clientExtensionResults", extensions)
                .build();
    }

    private byte[] state(String site, int more) {
        int flags = (present ? PRESENT : 0)
                | (verifies ? VERIFIED : 0)
                | (backupEligible ? BACKUP_ELIGIBLE : 0)
                | (backedUp ? BACKED_UP : 0)
                | more;
        return join(
                sha256(site.getBytes(StandardCharsets.UTF_8)),
                ByteBuffer.allocate(5).put((byte) flags).putInt((int) counter).array());
    }

    private byte[] clientData(String type, String challenge) {
        Json.Builder data = Json.object()
                .put("type", type)
                .put("challenge", challenge)
                .put("origin", origin)
                .put("crossOrigin", crossOrigin);
        if (topOrigin != null) {
            data.put("topOrigin", topOrigin);
        }
        alsoSaid.fields().forEach(data::put);
        return data.build().utf8();
    }

    private Map<Integer, Object> publicKey() {
        Map<Integer, Object> key = new LinkedHashMap<>();
        switch (keys.getPublic()) {
            case ECPublicKey ec -> {
                key.put(1, 2);
                key.put(3, algorithm.number);
                key.put(-1, 1);
                key.put(-2, unsigned(ec.getW().getAffineX(), 32));
                key.put(-3, unsigned(ec.getW().getAffineY(), 32));
            }
            case EdECPublicKey ed -> {
                byte[] y = unsigned(ed.getPoint().getY(), 32);
                byte[] point = new byte[32];
                for (int i = 0; i < 32; i++) {
                    point[i] = y[31 - i];
                }
                if (ed.getPoint().isXOdd()) {
                    point[31] |= (byte) 0x80;
                }
                key.put(1, 1);
                key.put(3, algorithm.number);
                key.put(-1, 6);
                key.put(-2, point);
            }
            case RSAPublicKey rsa -> {
                key.put(1, 3);
                key.put(3, algorithm.number);
                key.put(-1, unsigned(rsa.getModulus(), 256));
                key.put(-2, unsigned(rsa.getPublicExponent(), 3));
            }
            default -> throw new IllegalStateException("no such key");
        }
        return key;
    }

    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int taken = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - taken, fixed, length - taken, taken);
        return fixed;
    }

    private byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(algorithm.signature);
            signature.initSign(keys.getPrivate());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text at a path of names. */
    public static String text(Json.Object object, String... path) {
        Json value = object;
        for (String name : path) {
            value = ((Json.Object) value).get(name);
        }
        return ((Json.Text) value).value();
    }

    /** The answer with one member of its response changed, or left out for null. */
    public static Json.Object with(Json.Object credential, String member, @Nullable Json value) {
        Map<String, Json> response = new LinkedHashMap<>(((Json.Object) credential.get("response")).fields());
        if (value == null) {
            response.remove(member);
        } else {
            response.put(member, value);
        }
        Map<String, Json> all = new LinkedHashMap<>(credential.fields());
        all.put("response", new Json.Object(new LinkedHashMap<>(response)));
        return new Json.Object(new LinkedHashMap<>(all));
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }

    public static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
