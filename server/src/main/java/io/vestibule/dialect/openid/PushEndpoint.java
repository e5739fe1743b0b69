package io.vestibule.dialect.openid;

import io.vestibule.dialect.openid.AuthorizationParser.Parsed;
import io.vestibule.guard.Permitted;
import io.vestibule.http.Answer;
import io.vestibule.http.Parameters;
import io.vestibule.http.Problem;
import io.vestibule.json.Json;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.PushedRequests;
import io.vestibule.portal.Caller;
import io.vestibule.session.DpopProof;
import io.vestibule.signin.RateLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pushed authorization request endpoint (RFC 9126 section 2): the request is checked as it would be at the authorization endpoint. */
final class PushEndpoint {
    /** What proves the client is no part of the request. */
    private static final Set<String> OF_THE_CLIENT =
            Set.of("client_secret", "client_assertion", "client_assertion_type", FirstRequest.PARAMETER);

    private final AuthorizationParser parser;
    private final PushedRequests pushed;
    private final RateLimits limits;

    PushEndpoint(AuthorizationParser parser, PushedRequests pushed, RateLimits limits) {
        this.parser = parser;
        this.pushed = pushed;
        this.limits = limits;
    }

    /** @param proof that the client has a key, for which the code shall be then (RFC 9449 section 10.1); null for none */
    Answer push(Caller caller, OAuthClient client, Parameters form, @Nullable DpopProof proof) {
        if (form.text("request_uri").isPresent()) {
            return OAuthError.invalidRequest("A request_uri can't be pushed.").answer(400); // section 2.1
        }
        Map<String, String> request = new AuthorizationParameters(form).texts();
        request.keySet().removeAll(OF_THE_CLIENT);
        request.put("client_id", client.clientId());
        return switch (parser.parse(caller.portal().id(), Parameters.of(request))) {
            case Parsed.Untrusted(OAuthError error) -> error.answer(400);
            case Parsed.Refused(AuthorizationResponse response, OAuthError error) -> error.answer(400);
            case Parsed.Valid valid -> keep(caller, client, valid, proof);
        };
    }

    private Answer keep(Caller caller, OAuthClient client, Parsed.Valid valid, @Nullable DpopProof proof) {
        Map<String, String> request = valid.parameters().texts();
        String jkt = valid.request().dpopJkt();
        if (proof != null) {
            if (jkt != null && !jkt.equals(proof.jkt())) {
                return OAuthError.invalidRequest("The dpop_jkt is not the key of the DPoP proof.")
                        .answer(400);
            }
            request.put("dpop_jkt", proof.jkt());
        }
        return switch (pushed.push(limits.pushedRequest(caller, client), client, request, proof)) {
            case Permitted.Throttled<Optional<String>>(Duration wait) -> OAuthError.of(new Problem.Throttled(wait));
            case Permitted.Granted<Optional<String>>(Optional<String> reference) ->
                reference
                        .map(PushEndpoint::kept)
                        .orElseGet(() -> DpopHeader.replayed().answer(400));
        };
    }

    private static Answer kept(String reference) {
        return Answer.json(
                201,
                Json.object()
                        .put("request_uri", reference)
                        .put("expires_in", PushedRequests.LIFE.toSeconds())
                        .build());
    }
}
