package io.vestibule.dialect.openid;

import io.vestibule.dialect.openid.AuthorizationParser.Parsed;
import io.vestibule.http.Answer;
import io.vestibule.http.Parameters;
import io.vestibule.json.Json;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.PushedRequests;
import io.vestibule.portal.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The pushed authorization request endpoint (RFC 9126 section 2): the request is checked as it would be at the authorization endpoint. */
final class PushEndpoint {
    /** What proves the client is no part of the request. */
    private static final Set<String> OF_THE_CLIENT =
            Set.of("client_secret", "client_assertion", "client_assertion_type", FirstRequest.PARAMETER);

    private final AuthorizationParser parser;
    private final PushedRequests pushed;

    PushEndpoint(AuthorizationParser parser, PushedRequests pushed) {
        this.parser = parser;
        this.pushed = pushed;
    }

    Answer push(Caller caller, OAuthClient client, Parameters form) {
        if (form.text("request_uri").isPresent()) {
            return OAuthError.invalidRequest("A request_uri can't be pushed.").answer(400); // section 2.1
        }
        Map<String, String> request = new LinkedHashMap<>();
        form.all().forEach((name, value) -> {
            if (value instanceof Json.Text(String text) && !text.isEmpty() && !OF_THE_CLIENT.contains(name)) {
                request.put(name, text);
            }
        });
        request.put("client_id", client.clientId());
        return switch (parser.parse(caller.portal().id(), Parameters.of(request))) {
            case Parsed.Untrusted(String reason) ->
                OAuthError.invalidRequest(reason).answer(400);
            case Parsed.Refused(AuthorizationResponse response, OAuthError error) -> error.answer(400);
            case Parsed.Valid valid ->
                Answer.json(
                        201,
                        Json.object()
                                .put("request_uri", pushed.push(client, request))
                                .put("expires_in", PushedRequests.LIFE.toSeconds())
                                .build());
        };
    }
}
