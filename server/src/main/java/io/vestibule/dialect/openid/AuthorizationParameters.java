package io.vestibule.dialect.openid;

import io.vestibule.http.Digits;
import io.vestibule.http.Parameters;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import io.vestibule.oauth.AuthenticationContext;
import io.vestibule.oauth.ClaimsRequest;
import io.vestibule.oauth.OAuthClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request for a code, each read as its clause says (OpenID Connect Core section 3.1.2.1, RFC 7636 section 4.3). One that
 * can't be read throws a {@link RefusedException}.
 */
record AuthorizationParameters(Parameters parameters) {
    /** A SHA-256 hash in base64url. */
    private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** As JSON writes it. The database can't store it. */
    private static final String NUL = "\\u0000";

    private static final long LONGEST_AGE = Duration.ofDays(3650).toSeconds();

    /** The text of a parameter; empty where it has none. */
    Optional<String> text(String name) {
        return parameters.text(name);
    }

    /** All that have a text; the caller's to change. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        parameters.all().keySet().forEach(name -> text(name).ifPresent(text -> texts.put(name, text)));
        return texts;
    }

    /** The parameters of these names alone, in this order. */
    Parameters only(String... names) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : names) {
            text(name).ifPresent(text -> texts.put(name, text));
        }
        return Parameters.of(texts);
    }

    /** Refuses a request without what any needs, or with what none may have. */
    void checkForm(OAuthClient client) {
        if (!parameters.repeated().isEmpty()) {
            throw invalid("A parameter was given more than once.");
        }
        if (parameters.hasNul()) {
            throw invalid("A parameter has a NUL character.");
        }
        String responseType = text("response_type").orElseThrow(() -> invalid("The response_type is missing."));
        if (!responseType.equals("code")) {
            throw new RefusedException("unsupported_response_type", "The response_type must be code.");
        }
        if (!client.metadata().redirects()) {
            throw new RefusedException("unauthorized_client", "This client may not ask for codes.");
        }
        if (text("request_uri").isPresent()) {
            throw new RefusedException("request_uri_not_supported", "A request_uri is not supported.");
        }
        if (text("registration").isPresent()) {
            throw new RefusedException(
                    "registration_not_supported", "Clients are registered by the portal's operator.");
        }
    }

    /** Empty for a mode that there isn't. */
    Optional<ResponseMode> responseMode() {
        String wanted = text("response_mode").orElse(ResponseMode.QUERY.label());
        return Stream.of(ResponseMode.values())
                .filter(mode -> mode.label().equals(wanted))
                .findFirst();
    }

    /** Those that the client may not ask for are left out, and the token response says so (RFC 6749 section 3.3). */
    List<String> scopes(OAuthClient client) {
        List<String> scopes = client.scopesOf(text("scope").orElse(""));
        if (scopes.isEmpty()) {
            throw new RefusedException("invalid_scope", "The scope has nothing that this client may ask for.");
        }
        return scopes;
    }

    Set<Prompt> prompts() {
        return text("prompt")
                .map(prompt -> Prompt.parse(prompt)
                        .orElseThrow(() ->
                                invalid("The prompt must be none, or some of login, consent, select_account, create.")))
                .orElse(EnumSet.noneOf(Prompt.class));
    }

    /** S256 alone; a public client has to send one (RFC 9700 section 2.1.1). Null where none was sent. */
    @Nullable
    String codeChallenge(OAuthClient client) {
        Optional<String> challenge = text("code_challenge");
        if (challenge.isEmpty()) {
            if (client.metadata().isPublic()) {
                throw invalid("A public client has to send a code_challenge (RFC 7636).");
            }
            return null;
        }
        if (!text("code_challenge_method").orElse("plain").equals("S256")) {
            throw invalid("The code_challenge_method must be S256.");
        }
        if (!HASH.matcher(challenge.get()).matches()) {
            throw invalid("The code_challenge must be a SHA-256 hash in base64url.");
        }
        return challenge.get();
    }

    /** The key that the code shall be for (RFC 9449 section 10); null for any. */
    @Nullable
    String dpopJkt() {
        Optional<String> jkt = text("dpop_jkt");
        if (jkt.isPresent() && !HASH.matcher(jkt.get()).matches()) {
            throw invalid("The dpop_jkt must be a SHA-256 thumbprint in base64url.");
        }
        return jkt.orElse(null);
    }

    @Nullable
    Duration maxAge() {
        return text("max_age")
                .map(text -> Digits.number(text)
                        .map(seconds -> Duration.ofSeconds(Math.min(seconds, LONGEST_AGE)))
                        .orElseThrow(() -> invalid("The max_age must be a whole number of seconds.")))
                .orElse(null);
    }

    ClaimsRequest claims() {
        Optional<String> claims = text("claims");
        if (claims.isEmpty()) {
            return ClaimsRequest.NONE;
        }
        try {
            if (Json.parse(claims.get().getBytes(StandardCharsets.UTF_8)) instanceof Json.Object asked) {
                if (asked.toString().contains(NUL)) {
                    throw invalid("The claims parameter has a NUL character.");
                }
                return ClaimsRequest.of(asked);
            }
            throw invalid("The claims parameter must be a JSON object.");
        } catch (MalformedJsonException e) {
            throw invalid("The claims parameter is not valid JSON.");
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Whether a second factor is asked for, by {@code acr_values} or a claim. Classes that aren't known here can't be met: they are left alone,
     * unless they are essential (section 5.5.1.1). Beside a claim that is, the wish of {@code acr_values} doesn't count.
     */
    boolean wantsSecondFactor(ClaimsRequest claims) {
        boolean essential = isClassEssential(claims);
        Stream<String> wished = essential
                ? Stream.empty()
                : text("acr_values").stream().flatMap(values -> Arrays.stream(values.split(" ", -1)));
        List<String> known = Stream.concat(wished, claims.acrValues().stream())
                .filter(AuthenticationContext.CLASSES::contains)
                .toList();
        if (known.isEmpty() && essential) {
            throw new RefusedException(
                    "unmet_authentication_requirements", "No sign-in here is of a class that acr asks for.");
        }
        return !known.isEmpty() && known.getFirst().equals(AuthenticationContext.SECOND_FACTOR);
    }

    /** Whether nothing less will do than a second factor. */
    boolean isSecondFactorEssential(ClaimsRequest claims) {
        return isClassEssential(claims) && !claims.acrValues().contains(AuthenticationContext.ONE_FACTOR);
    }

    /** Whether the sign-in has to be of one of the classes that a claim names. */
    boolean isClassEssential(ClaimsRequest claims) {
        return claims.isAcrEssential() && !claims.acrValues().isEmpty();
    }

    private static RefusedException invalid(String description) {
        return new RefusedException("invalid_request", description);
    }
}
