package io.vestibule.dialect.openid;

import io.vestibule.http.Parameters;
import io.vestibule.oauth.AuthorizationRequest;
import io.vestibule.oauth.ClaimsRequest;
import io.vestibule.oauth.Issuers;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.OAuthClients;
import io.vestibule.oauth.OAuthTokens;
import io.vestibule.oauth.RequestObjects;
import io.vestibule.oauth.SignInRequirements;
import io.vestibule.oauth.SubjectWanted;
import io.vestibule.page.portal.PageRequest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a request for a code: which application asks, whether it can be answered, and what it asks for. */
final class AuthorizationParser {
    /** What a page can carry along in its URL. */
    static final int LONGEST = 8000;

    private static final String REQUEST = "request";

    /** What this server adds to a request while its customer is on our pages. */
    private static final Set<String> ADDED = Set.of(FirstRequest.PARAMETER, PageRequest.SECOND_FACTOR);

    private final OAuthClients clients;
    private final RequestObjects objects;
    private final OAuthTokens tokens;
    private final Issuers issuers;
    private final FirstRequest firstRequest;

    AuthorizationParser(
            OAuthClients clients,
            RequestObjects objects,
            OAuthTokens tokens,
            Issuers issuers,
            FirstRequest firstRequest) {
        this.clients = clients;
        this.objects = objects;
        this.tokens = tokens;
        this.issuers = issuers;
        this.firstRequest = firstRequest;
    }

    /** What a request says. */
    sealed interface Parsed {
        /**
         * All of it can be answered.
         *
         * @param parameters what it says, those of a request object in its place
         * @param query      what the browser brings, without what the server added
         */
        record Valid(
                AuthorizationRequest request,
                AuthorizationParameters parameters,
                AuthorizationResponse response,
                Set<Prompt> prompts,
                String query)
                implements Parsed {}

        /** Something is wrong, and the application is told. */
        record Refused(AuthorizationResponse response, OAuthError error) implements Parsed {}

        /** It doesn't say for certain which application asks: nothing may be sent anywhere (RFC 6749 section 4.1.2.1). */
        record Untrusted(OAuthError error) implements Parsed {}
    }

    /** Reads a request whose parameters are all that the browser brings: as they are, or in a request object (RFC 9101). */
    Parsed parse(long portalId, Parameters sent) {
        return new AuthorizationParameters(sent)
                .text(REQUEST)
                .map(object -> parseObject(portalId, new AuthorizationParameters(sent), object))
                .orElseGet(() -> parse(portalId, sent, sent, false));
    }

    /**
     * Reads a request that was pushed, and checked then.
     *
     * @param carried what the browser brings, and pages carry along
     */
    Parsed parsePushed(long portalId, Parameters pushed, Parameters carried) {
        return parse(portalId, pushed, carried, true);
    }

    /** Of all that stands beside a request object no more counts than which client it is of (RFC 9101 section 6.3). */
    private Parsed parseObject(long portalId, AuthorizationParameters sent, String object) {
        Optional<OAuthClient> client = sent.text("client_id").flatMap(id -> clients.find(portalId, id));
        if (client.isEmpty()) {
            return unknownClient(sent.text("client_id"));
        }
        if (sent.text("request_uri").isPresent()) {
            return new Parsed.Untrusted(OAuthError.invalidRequest("A request and a request_uri exclude each other."));
        }
        Parameters carried = sent.only("client_id", REQUEST, FirstRequest.PARAMETER);
        Instant arrivedAt = requestedAt(portalId, carried, UrlQuery.without(ADDED, carried));
        return switch (objects.verify(client.get(), object, arrivedAt)) {
            case RequestObjects.Verification.Invalid(String reason) ->
                new Parsed.Untrusted(new OAuthError("invalid_request_object", reason));
            case RequestObjects.Verification.Signed(var parameters) ->
                parse(portalId, Parameters.of(parameters), carried, true);
        };
    }

    /** When the request first came; null if this is the first time. */
    private @Nullable Instant requestedAt(long portalId, Parameters carried, String query) {
        return carried.text(FirstRequest.PARAMETER)
                .flatMap(parameter -> firstRequest.read(portalId, query, parameter))
                .orElse(null);
    }

    private static Parsed unknownClient(Optional<String> clientId) {
        return new Parsed.Untrusted(OAuthError.invalidRequest(
                clientId.filter(id -> id.startsWith("https://")).isPresent()
                        ? "The client_id is a URL. A client identifier document is never fetched: the application has to be registered here."
                        : "The client_id is of no application of this portal."));
    }

    /** @param signed whether its client signed it, if it has to */
    private Parsed parse(long portalId, Parameters sent, Parameters carried, boolean signed) {
        var parameters = new AuthorizationParameters(sent);
        Optional<OAuthClient> client = parameters.text("client_id").flatMap(id -> clients.find(portalId, id));
        if (client.isEmpty()) {
            return unknownClient(parameters.text("client_id"));
        }
        Optional<String> redirectUri = parameters.text("redirect_uri");
        if (redirectUri.isEmpty() || !client.get().redirectsTo(redirectUri.get())) {
            return new Parsed.Untrusted(
                    OAuthError.invalidRequest("The redirect_uri is not registered for this application."));
        }
        Optional<ResponseMode> mode = parameters.responseMode();
        var response = new AuthorizationResponse(
                redirectUri.get(),
                mode.orElse(ResponseMode.QUERY),
                parameters.text("state").orElse(null),
                issuers.issuer(portalId),
                parameters.text("ui_locales").orElse(""));
        if (mode.isEmpty()) {
            return new Parsed.Refused(
                    response, OAuthError.invalidRequest("The response_mode must be query or form_post."));
        }
        if (!signed && client.get().metadata().requestObjectsOnly()) {
            return new Parsed.Refused(
                    response, OAuthError.invalidRequest("This client has to sign its requests (RFC 9101)."));
        }
        try {
            return valid(portalId, client.get(), response, parameters, carried);
        } catch (RefusedException e) {
            return new Parsed.Refused(response, e.error());
        }
    }

    private Parsed valid(
            long portalId,
            OAuthClient client,
            AuthorizationResponse response,
            AuthorizationParameters parameters,
            Parameters carried) {
        parameters.checkForm(client);
        String query = UrlQuery.without(ADDED, carried);
        if (query.length() > LONGEST) {
            throw new RefusedException("invalid_request", "The request is longer than " + LONGEST + " characters.");
        }
        Set<Prompt> prompts = parameters.prompts();
        ClaimsRequest claims = parameters.claims();
        var request = new AuthorizationRequest(
                client,
                response.redirectUri(),
                parameters.scopes(client),
                parameters.text("nonce").orElse(null),
                parameters.codeChallenge(client),
                parameters.dpopJkt(),
                claims.within(client.metadata().scopes()),
                new SignInRequirements(
                        !Collections.disjoint(prompts, Prompt.SIGN_IN),
                        prompts.contains(Prompt.CONSENT),
                        parameters.maxAge(),
                        parameters.wantsSecondFactor(claims),
                        parameters.isSecondFactorEssential(claims),
                        parameters.isClassEssential(claims),
                        subjects(portalId, client, claims, parameters),
                        requestedAt(portalId, carried, query)));
        return new Parsed.Valid(request, parameters, response, prompts, query);
    }

    /** Who it has to be, by {@code id_token_hint}, which may be another client's, and by the claim {@code sub}; empty for anybody. */
    private List<SubjectWanted> subjects(
            long portalId, OAuthClient client, ClaimsRequest claims, AuthorizationParameters parameters) {
        Stream<SubjectWanted> hinted = parameters.text("id_token_hint").stream()
                .map(hint -> tokens.verifyHint(hint, portalId)
                        .orElseThrow(() -> new RefusedException(
                                "invalid_request", "The id_token_hint is no ID token of this issuer.")))
                .map(token -> new SubjectWanted(
                        Set.of(token.subject()),
                        clients.find(portalId, token.clientId())
                                .map(known -> known.metadata().sector())
                                .orElse(null)));
        Stream<SubjectWanted> claimed = Stream.of(claims.subjects())
                .filter(subjects -> !subjects.isEmpty())
                .map(subjects -> new SubjectWanted(subjects, client.metadata().sector()));
        return Stream.concat(hinted, claimed).toList();
    }
}
