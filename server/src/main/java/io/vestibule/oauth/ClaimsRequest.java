package io.vestibule.oauth;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claims that a request asks for one by one (OpenID Connect Core section 5.5).
 *
 * @param idToken  those for the ID token; null for none
 * @param userInfo those for the UserInfo endpoint; null for none
 */
public record ClaimsRequest(Json.@Nullable Object idToken, Json.@Nullable Object userInfo) {
    public static final ClaimsRequest NONE = new ClaimsRequest(null, null);

    /**
     * The request that a {@code claims} parameter is. Members that aren't known are ignored.
     *
     * @throws IllegalArgumentException if a member that is known isn't of the shape that the standard gives it
     */
    public static ClaimsRequest of(Json.Object parameter) {
        return new ClaimsRequest(member(parameter, "id_token"), member(parameter, "userinfo"));
    }

    private static Json.@Nullable Object member(Json.Object parameter, String name) {
        Json value = parameter.get(name);
        if (value == null || value instanceof Json.Null) {
            return null;
        }
        if (value instanceof Json.Object claims
                && claims.fields().values().stream()
                        .allMatch(claim -> claim instanceof Json.Null || claim instanceof Json.Object)) {
            return claims;
        }
        throw new IllegalArgumentException("The claims parameter has a member " + name + " that is no set of claims.");
    }

    /** The subject that the ID token has to be of; empty for anybody. */
    public Optional<String> subject() {
        return idToken != null && idToken.get("sub") instanceof Json.Object sub ? sub.text("value") : Optional.empty();
    }

    /** Whether the sign-in must be of one of the classes that are named, or fail (section 5.5.1.1). */
    public boolean isAcrEssential() {
        return acr() instanceof Json.Object acr && Json.Bool.TRUE.equals(acr.get("essential"));
    }

    /** The classes of sign-in that are asked for. */
    public List<String> acrValues() {
        if (!(acr() instanceof Json.Object acr)) {
            return List.of();
        }
        if (acr.get("values") instanceof Json.Array(List<Json> values)) {
            return values.stream()
                    .filter(Json.Text.class::isInstance)
                    .map(value -> ((Json.Text) value).value())
                    .toList();
        }
        return acr.text("value").stream().toList();
    }

    private @Nullable Json acr() {
        return idToken == null ? null : idToken.get("acr");
    }
}
