package io.vestibule.dialect.openid;

import io.vestibule.http.Parameters;
import io.vestibule.oauth.AuthorizationRequest;
import io.vestibule.oauth.ClaimsRequest;
import io.vestibule.oauth.Issuers;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.OAuthClients;
import io.vestibule.oauth.OAuthTokens;
import io.vestibule.oauth.SignInRequirements;
import io.vestibule.oauth.SubjectWanted;
import io.vestibule.page.portal.PageRequest;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a request for a code: which application asks, whether it can be answered, and what it asks for. */
final class AuthorizationParser {
    /** What a page can carry along in its URL. */
    static final int LONGEST = 8000;

    /** What this server adds to a request while its customer is on our pages. */
    private static final Set<String> ADDED = Set.of(FirstRequest.PARAMETER, PageRequest.SECOND_FACTOR);

    private final OAuthClients clients;
    private final OAuthTokens tokens;
    private final Issuers issuers;
    private final FirstRequest firstRequest;

    AuthorizationParser(OAuthClients clients, OAuthTokens tokens, Issuers issuers, FirstRequest firstRequest) {
        this.clients = clients;
        this.tokens = tokens;
        this.issuers = issuers;
        this.firstRequest = firstRequest;
    }

    /** What a request says. */
    sealed interface Parsed {
        /**
         * All of it can be answered.
         *
         * @param query what the browser brings, without what the server added
         */
        record Valid(AuthorizationRequest request, AuthorizationResponse response, Set<Prompt> prompts, String query)
                implements Parsed {}

        /** Something is wrong, and the application is told. */
        record Refused(AuthorizationResponse response, OAuthError error) implements Parsed {}

        /** It doesn't say for certain which application asks: nothing may be sent anywhere (RFC 6749 section 4.1.2.1). */
        record Untrusted(String reason) implements Parsed {}
    }

    /** Reads a request whose parameters are all that the browser brings. */
    Parsed parse(long portalId, Parameters sent) {
        return parse(portalId, sent, sent);
    }

    /**
     * Reads a request.
     *
     * @param carried what the browser brings, and pages carry along
     */
    Parsed parse(long portalId, Parameters sent, Parameters carried) {
        var parameters = new AuthorizationParameters(sent);
        Optional<OAuthClient> client = parameters.text("client_id").flatMap(id -> clients.find(portalId, id));
        if (client.isEmpty()) {
            return new Parsed.Untrusted("The client_id is of no application of this portal.");
        }
        Optional<String> redirectUri = parameters.text("redirect_uri");
        if (redirectUri.isEmpty() || !client.get().redirectsTo(redirectUri.get())) {
            return new Parsed.Untrusted("The redirect_uri is not registered for this application.");
        }
        Optional<ResponseMode> mode = parameters.responseMode();
        var response = new AuthorizationResponse(
                redirectUri.get(),
                mode.orElse(ResponseMode.QUERY),
                parameters.text("state").orElse(null),
                issuers.issuer(portalId));
        if (mode.isEmpty()) {
            return new Parsed.Refused(
                    response, OAuthError.invalidRequest("The response_mode must be query or form_post."));
        }
        try {
            return valid(portalId, client.get(), response, parameters, new AuthorizationParameters(carried));
        } catch (RefusedException e) {
            return new Parsed.Refused(response, e.error());
        }
    }

    private Parsed valid(
            long portalId,
            OAuthClient client,
            AuthorizationResponse response,
            AuthorizationParameters parameters,
            AuthorizationParameters carried) {
        parameters.checkForm(client);
        String query = UrlQuery.without(ADDED, carried.parameters());
        if (query.length() > LONGEST) {
            throw new RefusedException("invalid_request", "The request is longer than " + LONGEST + " characters.");
        }
        Set<Prompt> prompts = parameters.prompts();
        ClaimsRequest claims = parameters.claims();
        Optional<Instant> requestedAt = carried.text(FirstRequest.PARAMETER)
                .flatMap(parameter -> firstRequest.read(portalId, query, parameter));
        var request = new AuthorizationRequest(
                client,
                response.redirectUri(),
                parameters.scopes(client),
                parameters.text("nonce").orElse(null),
                parameters.codeChallenge(client),
                claims,
                new SignInRequirements(
                        !Collections.disjoint(prompts, Prompt.SIGN_IN),
                        prompts.contains(Prompt.CONSENT),
                        parameters.maxAge(),
                        parameters.wantsSecondFactor(claims),
                        parameters.isSecondFactorEssential(claims),
                        subject(portalId, client, claims, parameters),
                        requestedAt.orElse(null)));
        return new Parsed.Valid(request, response, prompts, query);
    }

    /** Who it has to be, by {@code id_token_hint}, which may be another client's, or the claim {@code sub}; null for anybody. */
    private @Nullable SubjectWanted subject(
            long portalId, OAuthClient client, ClaimsRequest claims, AuthorizationParameters parameters) {
        return parameters
                .text("id_token_hint")
                .map(hint -> tokens.verifyHint(hint, portalId)
                        .orElseThrow(() -> new RefusedException(
                                "invalid_request", "The id_token_hint is no ID token of this issuer.")))
                .map(token -> new SubjectWanted(
                        token.subject(),
                        clients.find(portalId, token.clientId())
                                .map(known -> known.metadata().sector())
                                .orElse(null)))
                .or(() -> claims.subject()
                        .map(subject ->
                                new SubjectWanted(subject, client.metadata().sector())))
                .orElse(null);
    }
}
