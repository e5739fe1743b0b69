package io.vestibule.oauth;

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
     * Keeps a request that was checked; its {@code request_uri}. Empty if the proof of possession was used before.
     *
     * @param proof null for none
     */
    public Optional<String> push(OAuthClient client, Map<String, String> parameters, @Nullable DpopProof proof) {
        String reference = PREFIX + Tokens.random();
        Json.Builder texts = Json.object();
        parameters.forEach(texts::put);
        return store.add(reference, client.client().id(), texts.build(), LIFE, proof)
                ? Optional.of(reference)
                : Optional.empty();
    }

    /** What a request says that a browser brings to the authorization endpoint; empty if it is unknown, used, old or another client's. */
    public Optional<Map<String, String>> use(String reference, long portalId, String clientId) {
        return store.use(reference, portalId, clientId, TO_SIGN_IN).map(PushedRequests::texts);
    }

    /** The same for a page that the customer is sent to meanwhile. */
    public Optional<Map<String, String>> find(String reference, long portalId, String clientId) {
        return store.find(reference, portalId, clientId).map(PushedRequests::texts);
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
