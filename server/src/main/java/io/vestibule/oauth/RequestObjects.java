package io.vestibule.oauth;

import io.vestibule.json.Json;
import io.vestibule.session.PublicKeySet;
import io.vestibule.session.SignedClaims;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests for a code that their client has signed (RFC 9101, OpenID Connect Core section 6.1), by one of its registered keys. All parameters
 * are in the JWT. None is fetched from anywhere, and none is encrypted.
 */
public final class RequestObjects {
    /** That they may be signed by. */
    public static final List<String> ALGORITHMS = PublicKeySet.ALGORITHMS;

    /** Section 10.8: its own type, or the usual one. */
    private static final Set<String> HEADER_TYPES = Set.of("oauth-authz-req+jwt", "jwt");

    /** Of the JWT itself (RFC 7519 section 4.1), and none of the request. */
    private static final Set<String> OF_THE_JWT = Set.of("iss", "aud", "exp", "nbf", "iat", "jti", "sub");

    /** Clocks may differ by as much. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final ClientKeys keys = new ClientKeys();
    private final Issuers issuers;
    private final Clock clock;

    public RequestObjects(Issuers issuers, Clock clock) {
        this.issuers = issuers;
        this.clock = clock;
    }

    /** What a request object is worth. */
    public sealed interface Verification {
        /** Its client signed it, for this issuer; the parameters, as a query would have them. */
        record Signed(Map<String, String> parameters) implements Verification {
            public Signed {
                parameters = Map.copyOf(parameters);
            }
        }

        /** It isn't good, for a reason that is a sentence: OAuth's {@code invalid_request_object}. */
        record Invalid(String reason) implements Verification {}
    }

    /**
     * Verifies a request object.
     *
     * @param arrivedAt when the browser first brought it: it may run out while the customer signs in; null for now
     */
    public Verification verify(OAuthClient client, String text, @Nullable Instant arrivedAt) {
        Optional<PublicKeySet> registered = keys.of(client);
        if (registered.isEmpty()) {
            return new Verification.Invalid("No public keys are registered for this client.");
        }
        Optional<SignedClaims> signed = registered.get().verify(text, HEADER_TYPES);
        return signed.isEmpty()
                ? new Verification.Invalid("The request must be a JWT that a registered key of the client signed with "
                        + String.join(", ", ALGORITHMS) + ".")
                : objection(client, signed.get(), arrivedAt == null ? clock.instant() : arrivedAt)
                        .<Verification>map(Verification.Invalid::new)
                        .orElseGet(() -> new Verification.Signed(parameters(signed.get())));
    }

    private Optional<String> objection(OAuthClient client, SignedClaims claims, Instant at) {
        if (!says(claims, "client_id", client.clientId())) {
            return Optional.of("The client_id of the request object is not that of the request.");
        }
        if (!says(claims, "iss", client.clientId())) {
            return Optional.of("The iss of the request object is not the client_id.");
        }
        String issuer = issuers.issuer(client.client().portalId());
        if (!claims.audiences().contains(issuer)) {
            return Optional.of("The aud of the request object is not " + issuer + ".");
        }
        // Section 10.8: it would pass for an assertion of the client's
        if (says(claims, "sub", client.clientId())) {
            return Optional.of("The sub of the request object is the client_id.");
        }
        if (claims.has("request") || claims.has("request_uri")) {
            return Optional.of("A request object has no request and no request_uri.");
        }
        boolean ended = claims.has("exp")
                && claims.instant("exp")
                        .filter(exp -> exp.plus(SKEW).isAfter(at))
                        .isEmpty();
        return ended || !claims.isPast("nbf", at.plus(SKEW)) || !claims.isPast("iat", at.plus(SKEW))
                ? Optional.of("The request object has expired, or isn't valid yet.")
                : Optional.empty();
    }

    private static boolean says(SignedClaims claims, String name, String value) {
        return claims.text(name).filter(value::equals).isPresent();
    }

    /**
     * The parameters of a request object that nobody verified yet, for a page that asks the customer something: it decides nothing. Empty if it
     * can't be read.
     */
    public static Optional<Map<String, String>> claimed(String text) {
        return PublicKeySet.claimed(text).map(RequestObjects::parameters);
    }

    /** Numbers, and the member {@code claims}, are JSON in the JWT and text in a query (section 4). */
    private static Map<String, String> parameters(SignedClaims claims) {
        Map<String, String> parameters = new LinkedHashMap<>();
        claims.json().fields().forEach((name, value) -> {
            if (!OF_THE_JWT.contains(name) && !(value instanceof Json.Null)) {
                parameters.put(name, value instanceof Json.Text(String said) ? said : value.toString());
            }
        });
        return parameters;
    }
}
