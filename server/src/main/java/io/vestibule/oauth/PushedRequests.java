package io.vestibule.oauth;

import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.json.Json;
import io.vestibule.secret.Tokens;
import io.vestibule.session.DpopProof;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pushed authorization requests (RFC 9126): an application hands its request over by itself and gets a reference, which is all that the
 * browser carries. A reference is good for one code of its client's. Browsers bring it more than once, while the customer signs in.
 */
public final class PushedRequests {
    /** How long a browser may take to bring it. "Relatively short" (section 2.2). */
    public static final Duration LIFE = Duration.ofSeconds(60);

    /** What a customer may take from then on, as for a second factor. */
    private static final Duration TO_SIGN_IN = Duration.ofMinutes(10);

    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";

    private final PushedRequestStore store;

    public PushedRequests(PushedRequestStore store) {
        this.store = store;
    }

    /** Whether a {@code request_uri} is of the form of ours. */
    public static boolean isReference(String requestUri) {
        return requestUri.startsWith(PREFIX);
    }

    /**
     * Takes the permits and keeps a request that was checked; its {@code request_uri}. Empty if the proof of possession was used before.
     *
     * @param proof null for none
     */
    public Permitted<Optional<String>> push(
            Permits permits, OAuthClient client, Map<String, String> parameters, @Nullable DpopProof proof) {
        String reference = PREFIX + Tokens.random();
        Json.Builder texts = Json.object();
        parameters.forEach(texts::put);
        return switch (store.add(permits, reference, client.client().id(), texts.build(), LIFE, proof)) {
            case Permitted.Throttled<Boolean>(Duration wait) -> new Permitted.Throttled<>(wait);
            case Permitted.Granted<Boolean>(Boolean kept) ->
                new Permitted.Granted<>(kept ? Optional.of(reference) : Optional.empty());
        };
    }

    /** What a request says that a browser brings to the authorization endpoint; empty if it is unknown, used, old or another client's. */
    public Optional<Map<String, String>> use(String reference, long portalId, String clientId) {
        return OAuthClients.isName(clientId)
                ? store.use(reference, portalId, clientId, TO_SIGN_IN).map(PushedRequests::texts)
                : Optional.empty();
    }

    /** The same for a page that the customer is sent to meanwhile. */
    public Optional<Map<String, String>> find(String reference, long portalId, String clientId) {
        return OAuthClients.isName(clientId)
                ? store.find(reference, portalId, clientId).map(PushedRequests::texts)
                : Optional.empty();
    }

    private static Map<String, String> texts(Json.Object parameters) {
        Map<String, String> texts = new LinkedHashMap<>();
        parameters
                .fields()
                .keySet()
                .forEach(name -> texts.put(name, parameters.text(name).orElse("")));
        return texts;
    }
}
