package io.vestibule.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import java.text.ParseException;
import java.util.Optional;

/**
 * A JWT that was signed by the key in its own header (RFC 7515 section 4.1.3): it shows that whoever made it has that key, and no more.
 *
 * @param claims     what it says
 * @param thumbprint the key's, SHA-256 in base64url (RFC 7638)
 */
public record EmbeddedKeyJwt(SignedClaims claims, String thumbprint) {
    /** In characters: more than the largest key and its signature take. */
    private static final int LONGEST = 4 * 1024;

    /** What the JWT says, if it is of the type, and its key signed it by an algorithm of {@link PublicKeySet#ALGORITHMS}. */
    public static Optional<EmbeddedKeyJwt> verify(String text, String type) {
        if (text.length() > LONGEST || !CompactJws.isStrict(text)) {
            return Optional.empty();
        }
        try {
            JWSObject token = JWSObject.parse(text);
            JWSHeader header = token.getHeader();
            if (!new JOSEObjectType(type).equals(header.getType())
                    || header.getCriticalParams() != null
                    || header.getJWK() == null) {
                return Optional.empty();
            }
            PublicKey key = PublicKey.of(header.getJWK());
            if (!key.signed(token)) {
                return Optional.empty();
            }
            String thumbprint = key.thumbprint();
            return SignedClaims.parse(token.getPayload().toBytes())
                    .map(claims -> new EmbeddedKeyJwt(claims, thumbprint));
        } catch (ParseException | JOSEException | IllegalArgumentException | BadKeySetException e) {
            return Optional.empty();
        }
    }
}
