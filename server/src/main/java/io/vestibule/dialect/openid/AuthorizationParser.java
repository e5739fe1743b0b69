package io.vestibule.dialect.openid;

import io.vestibule.http.Digits;
import io.vestibule.http.Parameters;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import io.vestibule.oauth.AuthenticationContext;
import io.vestibule.oauth.AuthorizationRequest;
import io.vestibule.oauth.ClaimsRequest;
import io.vestibule.oauth.Issuers;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.OAuthClients;
import io.vestibule.oauth.OAuthTokens;
import io.vestibule.oauth.SignInRequirements;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a request for a code, parameter by parameter (OpenID Connect Core section 3.1.2.1, RFC 7636 section 4.3). */
final class AuthorizationParser {
    /** What a page can carry along in its URL. */
    private static final int LONGEST = 8000;

    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final long NOBODY = 0;
    private static final long LONGEST_AGE = Duration.ofDays(3650).toSeconds();

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
         * @param query the parameters without what the server added
         */
        record Valid(AuthorizationRequest request, AuthorizationResponse response, Set<Prompt> prompts, String query)
                implements Parsed {}

        /** Something is wrong, and the application is told. */
        record Refused(AuthorizationResponse response, OAuthError error) implements Parsed {}

        /** It doesn't say for certain which application asks: nothing may be sent anywhere (RFC 6749 section 4.1.2.1). */
        record Untrusted(String reason) implements Parsed {}
    }

    /** What is wrong with a request whose client and redirect URI are right. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient OAuthError error;

        RefusedException(OAuthError error) {
            super(error.code(), null, false, false);
            this.error = error;
        }
    }

    Parsed parse(long portalId, Parameters parameters) {
        Optional<OAuthClient> client = text(parameters, "client_id").flatMap(id -> clients.find(portalId, id));
        if (client.isEmpty()) {
            return new Parsed.Untrusted("The client_id is of no application of this portal.");
        }
        Optional<String> redirectUri = text(parameters, "redirect_uri");
        if (redirectUri.isEmpty() || !client.get().redirectsTo(redirectUri.get())) {
            return new Parsed.Untrusted("The redirect_uri is not registered for this application.");
        }
        Optional<ResponseMode> mode = mode(parameters);
        var response = new AuthorizationResponse(
                redirectUri.get(),
                mode.orElse(ResponseMode.QUERY),
                text(parameters, "state").orElse(null),
                issuers.issuer(portalId));
        try {
            if (mode.isEmpty()) {
                throw refused("invalid_request", "The response_mode must be query or form_post.");
            }
            return valid(portalId, client.get(), response, parameters);
        } catch (RefusedException e) {
            return new Parsed.Refused(response, e.error);
        }
    }

    private static Optional<ResponseMode> mode(Parameters parameters) {
        return switch (text(parameters, "response_mode").orElse("query")) {
            case "query" -> Optional.of(ResponseMode.QUERY);
            case "form_post" -> Optional.of(ResponseMode.FORM_POST);
            case String other -> Optional.empty();
        };
    }

    private Parsed valid(long portalId, OAuthClient client, AuthorizationResponse response, Parameters parameters) {
        checkForm(client, parameters);
        String query = UrlQuery.without(FirstRequest.PARAMETER, parameters);
        if (query.length() > LONGEST) {
            throw refused("invalid_request", "The request is longer than " + LONGEST + " characters.");
        }
        Set<Prompt> prompts = text(parameters, "prompt")
                .map(prompt -> Prompt.parse(prompt)
                        .orElseThrow(() -> refused(
                                "invalid_request",
                                "The prompt must be none, or some of login, consent, select_account, create.")))
                .orElse(EnumSet.noneOf(Prompt.class));
        Optional<Instant> requestedAt = text(parameters, FirstRequest.PARAMETER)
                .flatMap(parameter -> firstRequest.read(portalId, query, parameter));
        ClaimsRequest claims = claims(parameters);
        var request = new AuthorizationRequest(
                client,
                response.redirectUri(),
                scopes(client, parameters),
                text(parameters, "nonce").orElse(null),
                challenge(client, parameters),
                claims,
                new SignInRequirements(
                        prompts.contains(Prompt.LOGIN) || prompts.contains(Prompt.SELECT_ACCOUNT),
                        prompts.contains(Prompt.CONSENT),
                        maxAge(parameters),
                        secondFactor(claims, parameters),
                        claims.isAcrEssential() && !claims.acrValues().isEmpty(),
                        subject(portalId, claims, parameters),
                        requestedAt.orElse(null)));
        return new Parsed.Valid(request, response, prompts, query);
    }

    /** What any request needs, and what none may have. */
    private static void checkForm(OAuthClient client, Parameters parameters) {
        if (!parameters.repeated().isEmpty()) {
            throw refused("invalid_request", "A parameter was given more than once.");
        }
        String responseType = text(parameters, "response_type")
                .orElseThrow(() -> refused("invalid_request", "The response_type is missing."));
        if (!responseType.equals("code")) {
            throw refused("unsupported_response_type", "The response_type must be code.");
        }
        if (!client.metadata().signsIn()) {
            throw refused("unauthorized_client", "This client may not ask for codes.");
        }
        if (parameters.get("request") != null) {
            throw refused("request_not_supported", "Request objects are not supported.");
        }
        if (parameters.get("request_uri") != null) {
            throw refused("request_uri_not_supported", "A request_uri is not supported.");
        }
        if (parameters.get("registration") != null) {
            throw refused("registration_not_supported", "Clients are registered by the portal's operator.");
        }
    }

    /** Those that the client may not ask for are left out, and the token response says so (RFC 6749 section 3.3). */
    private static List<String> scopes(OAuthClient client, Parameters parameters) {
        List<String> scopes = client.scopesOf(text(parameters, "scope").orElse(""));
        if (scopes.isEmpty()) {
            throw refused("invalid_scope", "The scope has nothing that this client may ask for.");
        }
        return scopes;
    }

    private static @Nullable String challenge(OAuthClient client, Parameters parameters) {
        Optional<String> challenge = text(parameters, "code_challenge");
        if (challenge.isEmpty()) {
            if (client.metadata().isPublic()) {
                throw refused("invalid_request", "A public client has to send a code_challenge (RFC 7636).");
            }
            return null;
        }
        if (!text(parameters, "code_challenge_method").orElse("plain").equals("S256")) {
            throw refused("invalid_request", "The code_challenge_method must be S256.");
        }
        if (!CHALLENGE.matcher(challenge.get()).matches()) {
            throw refused("invalid_request", "The code_challenge must be a SHA-256 hash in base64url.");
        }
        return challenge.get();
    }

    private static @Nullable Duration maxAge(Parameters parameters) {
        return text(parameters, "max_age")
                .map(text -> Digits.number(text)
                        .map(seconds -> Duration.ofSeconds(Math.min(seconds, LONGEST_AGE)))
                        .orElseThrow(
                                () -> refused("invalid_request", "The max_age must be a whole number of seconds.")))
                .orElse(null);
    }

    private static ClaimsRequest claims(Parameters parameters) {
        Optional<String> claims = text(parameters, "claims");
        if (claims.isEmpty()) {
            return ClaimsRequest.NONE;
        }
        try {
            if (Json.parse(claims.get().getBytes(StandardCharsets.UTF_8)) instanceof Json.Object asked) {
                return ClaimsRequest.of(asked);
            }
            throw refused("invalid_request", "The claims parameter must be a JSON object.");
        } catch (MalformedJsonException e) {
            throw refused("invalid_request", "The claims parameter is not valid JSON.");
        } catch (IllegalArgumentException e) {
            throw refused("invalid_request", "The claims parameter has a member that is no set of claims.");
        }
    }

    /** Classes that aren't known here are no wish that could be met: they are left alone (section 3.1.2.1, {@code acr_values}). */
    private static boolean secondFactor(ClaimsRequest claims, Parameters parameters) {
        List<String> known = Stream.concat(
                        text(parameters, "acr_values").stream().flatMap(values -> Arrays.stream(values.split(" "))),
                        claims.acrValues().stream())
                .filter(AuthenticationContext.CLASSES::contains)
                .toList();
        if (known.isEmpty() && claims.isAcrEssential() && !claims.acrValues().isEmpty()) {
            throw refused("unmet_authentication_requirements", "No sign-in here is of a class that acr asks for.");
        }
        return !known.isEmpty()
                && (known.getFirst().equals(AuthenticationContext.SECOND_FACTOR) || !known.contains("aal1"));
    }

    private @Nullable Long subject(long portalId, ClaimsRequest claims, Parameters parameters) {
        Optional<String> hinted = text(parameters, "id_token_hint")
                .map(hint -> tokens.verifyHint(hint, portalId)
                        .orElseThrow(
                                () -> refused("invalid_request", "The id_token_hint is no ID token of this issuer."))
                        .subject());
        return hinted.or(claims::subject)
                .map(subject -> Digits.number(subject).orElse(NOBODY))
                .orElse(null);
    }

    private static Optional<String> text(Parameters parameters, String name) {
        return parameters.get(name) instanceof Json.Text(String text) ? Optional.of(text) : Optional.empty();
    }

    private static RefusedException refused(String code, String description) {
        return new RefusedException(new OAuthError(code, description));
    }
}
