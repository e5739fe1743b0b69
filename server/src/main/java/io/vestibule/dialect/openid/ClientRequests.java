package io.vestibule.dialect.openid;

import io.vestibule.http.Answer;
import io.vestibule.http.BasicCredentials;
import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.http.Requester;
import io.vestibule.oauth.ClientCredentials;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.OAuthClients;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Dialect;
import io.vestibule.portal.Portal;
import io.vestibule.secret.Secret;

/**
 * Requests that applications make themselves: their parameters are in the form that is the body, none of them twice, and say which client it is
 * (RFC 6749 sections 2.3 and 3.2).
 */
final class ClientRequests {
    private final OAuthClients clients;
    private final Callers callers;

    ClientRequests(OAuthClients clients, Callers callers) {
        this.clients = clients;
        this.callers = callers;
    }

    /** Answers a request of a client that is certain. A parameter without a value is as one that was left out (section 3.1). */
    @FunctionalInterface
    interface Call {
        Answer answer(Caller caller, OAuthClient client, Parameters form);
    }

    /** Makes sure which client asks, and has the call answered. */
    Answer answer(Portal portal, Request request, Call call) {
        if (!request.queryParameters().all().isEmpty()) {
            return OAuthError.invalidRequest("The parameters belong into the body.")
                    .answer(400);
        }
        Parameters form = request.parameters();
        if (!form.repeated().isEmpty()) {
            return OAuthError.invalidRequest("A parameter was given more than once.")
                    .answer(400);
        }
        if (form.hasNul()) {
            return OAuthError.invalidRequest("A parameter has a NUL character.").answer(400);
        }
        return switch (clients.authenticate(portal.id(), credentials(request, form), request.remote())) {
            case OAuthClients.Authentication.Authenticated(OAuthClient client) -> {
                Caller caller =
                        callers.application(Dialect.OPENID, portal, client.client(), request.remote(), request.id());
                yield call.answer(caller, client, form)
                        .to(new Requester(
                                caller.dialect().label(), caller.portal().id(), caller.clientId()));
            }
            case OAuthClients.Authentication.Failed(boolean basic) ->
                invalidClient("The client is unknown, or its credentials are wrong.");
            case OAuthClients.Authentication.ForeignNetwork() ->
                invalidClient("The client may not call from this network.");
            case OAuthClients.Authentication.Ambiguous() ->
                OAuthError.invalidRequest("A client may authenticate in one way at a time.")
                        .answer(400);
        };
    }

    private static ClientCredentials credentials(Request request, Parameters form) {
        return new ClientCredentials(
                BasicCredentials.of(request)
                        .map(basic -> new ClientCredentials.Basic(basic.user(), basic.password()))
                        .orElse(null),
                form.text("client_id").orElse(null),
                form.text("client_secret").map(Secret::of).orElse(null),
                form.text("client_assertion_type").orElse(null),
                form.text("client_assertion").map(Secret::of).orElse(null));
    }

    /** A 401 names the scheme that it wants (RFC 6749 section 5.2). */
    private static Answer invalidClient(String description) {
        return new OAuthError("invalid_client", description)
                .answer(401)
                .with("WWW-Authenticate", "Basic realm=\"vestibule\", charset=\"UTF-8\"");
    }
}
