package io.vestibule.dialect.openid;

import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a request first came, in a parameter that the server adds to it while the customer signs in: a sign-in since then is for this
 * request, so that {@code prompt=login} and {@code max_age=0} end. Its tag covers all other parameters: nobody can say that they signed in
 * for another request, or at another time.
 */
final class FirstRequest {
    static final String PARAMETER = "requested_at";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.([A-Za-z0-9_-]{43})");

    private final MasterKey keys;

    FirstRequest(MasterKey keys) {
        this.keys = keys;
    }

    /** The query with the parameter, for a request that came at this moment of the database's time. */
    String add(long portalId, String query, Instant at) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        String tag = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keys.mac(KeyPurpose.AUTHORIZATION_REQUEST, parts(portalId, query, micros)));
        return query + (query.isEmpty() ? "" : "&") + PARAMETER + "=" + micros + "." + tag;
    }

    /** The time that a parameter tells, if this server added it to the rest of the query. */
    Optional<Instant> read(long portalId, String query, String parameter) {
        Matcher form = FORM.matcher(parameter);
        if (!form.matches()) {
            return Optional.empty();
        }
        long micros = Long.parseLong(form.group(1));
        byte[] tag = Base64.getUrlDecoder().decode(form.group(2));
        boolean ours = keys.macs(KeyPurpose.AUTHORIZATION_REQUEST, parts(portalId, query, micros)).stream()
                .anyMatch(expected -> MessageDigest.isEqual(expected, tag));
        return ours ? Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)) : Optional.empty();
    }

    private static byte[][] parts(long portalId, String query, long micros) {
        return new byte[][] {bytes(Long.toString(portalId)), bytes(query), bytes(Long.toString(micros))};
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
