package io.vestibule.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody else's public keys (RFC 7517 section 5), and the JWTs that they signed. Each algorithm goes with the keys it fits; a key that
 * names an algorithm is for no other. No key is fetched, and none is taken from a token.
 */
public final class PublicKeySet {
    /** That signatures may be of: RS256, PS256 and ES256. */
    public static final List<String> ALGORITHMS = PublicKey.ALGORITHMS;

    private static final int MOST_KEYS = 20;
    private static final int LONGEST_TOKEN = 16 * 1024;

    private final List<PublicKey> keys;

    private PublicKeySet(List<PublicKey> keys) {
        this.keys = keys;
    }

    /**
     * Reads a JWK Set.
     *
     * @throws BadKeySetException if it isn't one, holds a private or secret key, or a key that none of the algorithms takes
     */
    public static PublicKeySet parse(String text) {
        List<PublicKey> keys = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Json item : items(text)) {
            PublicKey key = key(item);
            if (key.name() != null && !names.add(key.name())) {
                throw new BadKeySetException("two keys have one kid");
            }
            keys.add(key);
        }
        return new PublicKeySet(List.copyOf(keys));
    }

    private static List<Json> items(String text) {
        try {
            if (Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof Json.Object set
                    && set.get("keys") instanceof Json.Array(List<Json> items)
                    && !items.isEmpty()
                    && items.size() <= MOST_KEYS) {
                return items;
            }
        } catch (MalformedJsonException e) {
            throw new BadKeySetException("it is no JSON: " + e.getMessage());
        }
        throw new BadKeySetException("it must be an object whose \"keys\" is an array of 1 to " + MOST_KEYS + " keys");
    }

    private static PublicKey key(Json item) {
        try {
            return PublicKey.of(JWK.parse(item.toString()));
        } catch (ParseException | IllegalArgumentException e) {
            throw new BadKeySetException("one of its keys can't be read");
        }
    }

    /**
     * What a JWT says, if one of the keys signed it: that of its {@code kid}, or any where it names none.
     *
     * @param types which its header may name; one that names none is taken, too
     */
    public Optional<SignedClaims> verify(String text, Set<String> types) {
        if (text.length() > LONGEST_TOKEN || !CompactJws.isStrict(text)) {
            return Optional.empty();
        }
        try {
            JWSObject token = JWSObject.parse(text);
            JWSHeader header = token.getHeader();
            boolean typed = header.getType() == null
                    || types.contains(header.getType().getType().toLowerCase(Locale.ROOT));
            if (!typed || header.getCriticalParams() != null) {
                return Optional.empty();
            }
            for (PublicKey key : keys) {
                boolean named = header.getKeyID() == null || header.getKeyID().equals(key.name());
                if (named && key.signed(token)) {
                    return SignedClaims.parse(token.getPayload().toBytes());
                }
            }
            return Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What a JWT says that nobody verified yet: whose keys to ask. */
    public static Optional<SignedClaims> claimed(String text) {
        if (text.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            return SignedClaims.parse(JWSObject.parse(text).getPayload().toBytes());
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
