package io.vestibule.upstream;

import io.vestibule.customer.EmailAddress;
import io.vestibule.json.Json;
import io.vestibule.secret.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Optional;

/**
 * Keaze's portal API, asked as a portal's page asks. Its customers' ids are known to no server of the portal, so they get new ones. The
 * session that a sign-in opens there is ended.
 */
final class KeazeUpstream implements Upstream {
    private static final String PATH = "/api/rest/portal/";
    private static final Map<String, Boolean> OF_NO_PROFILE = Map.of("id", true, "email", true, "fullName", true);

    private final UpstreamCalls calls;
    private final URI url;
    private final UpstreamCredentials credentials;

    KeazeUpstream(UpstreamCalls calls, URI url, UpstreamCredentials credentials) {
        this.calls = calls;
        this.url = url;
        this.credentials = credentials;
    }

    /** "Login": by address alone; 200 with an access_token, 401 for whatever fails. */
    @Override
    public Optional<UpstreamCustomer> verify(String login, Secret password) {
        if (EmailAddress.parse(login).isEmpty()) {
            return Optional.empty();
        }
        UpstreamCalls.Talk talk = calls.talk(url);
        Json.Object body = Json.object()
                .put("email", login)
                .put("password", password.reveal())
                .build();
        UpstreamCalls.Reply reply = talk.send(ofPortal(talk.post(PATH + "password-login", body)));
        return switch (reply.status()) {
            case 200 ->
                Optional.of(customer(talk, reply.object().text("access_token").orElse("")));
            case 401 -> {
                if (reply.object().get("challenge") != null) {
                    throw UpstreamFaultException.ofOneRequest("it asks for a second factor, which can't be passed on");
                }
                yield Optional.empty();
            }
            case 403 ->
                throw UpstreamFaultException.ofOneRequest("it wants another password first, which can't be passed on");
            default -> throw reply.unexpected();
        };
    }

    private UpstreamCustomer customer(UpstreamCalls.Talk talk, String token) {
        if (!token.matches("[!-~]{1,8000}")) {
            throw UpstreamFaultException.of("it answered 200 without an access_token");
        }
        String bearer = "Bearer " + token;
        UpstreamCalls.Reply reply = talk.send(ofPortal(
                talk.request(PATH + "profile").header("Authorization", bearer).GET()));
        if (reply.status() != 200) {
            throw reply.unexpected();
        }
        CustomerReader told = new CustomerReader(reply.object());
        end(talk, bearer);
        return new UpstreamCustomer(
                null,
                null,
                told.email("email"),
                null,
                told.allBut(OF_NO_PROFILE).profile(),
                null,
                null);
    }

    /** Nobody will use it. Where it can't be ended now, it ends by itself. */
    private void end(UpstreamCalls.Talk talk, String bearer) {
        try {
            talk.send(ofPortal(talk.request(PATH + "revoke-token")
                    .header("Authorization", bearer)
                    .POST(BodyPublishers.noBody())));
        } catch (UpstreamFaultException e) {
            // its customer has signed in all the same
        }
    }

    /** "HTTP code 200 if there's an active record …, 404 …, 409": of the customer it tells the address alone. */
    @Override
    public LookUpResult lookUp(String login) {
        Optional<EmailAddress> address = EmailAddress.parse(login);
        if (address.isEmpty()) {
            return new LookUpResult.Unknown();
        }
        UpstreamCalls.Talk talk = calls.talk(url);
        UpstreamCalls.Reply reply =
                talk.send(ofPortal(talk.request(PATH + "customers/email/" + UpstreamCalls.segment(login))
                        .method("HEAD", BodyPublishers.noBody())));
        return switch (reply.status()) {
            case 200 ->
                new LookUpResult.Known(new UpstreamCustomer(null, null, address.get(), null, Map.of(), null, null));
            case 404 -> new LookUpResult.Unknown();
            case 409 -> new LookUpResult.Disabled();
            default -> throw reply.unexpected();
        };
    }

    private HttpRequest.Builder ofPortal(HttpRequest.Builder request) {
        credentials.ifGiven("portal-id").ifPresent(id -> request.header("Portal-Id", id));
        return request;
    }
}
