package io.vestibule.oauth;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        ClaimsRequest request = new ClaimsRequest(member(parameter, "id_token"), member(parameter, "userinfo"));
        List<Json> subjects = request.wanted("sub");
        if ((request.namesSubject() && subjects.isEmpty())
                || !subjects.stream().allMatch(Json.Text.class::isInstance)) {
            throw new IllegalArgumentException("The claims parameter has a sub whose value is no text.");
        }
        return request;
    }

    private boolean namesSubject() {
        return idToken != null
                && idToken.get("sub") instanceof Json.Object sub
                && (sub.get("value") != null || sub.get("values") != null);
    }

    /** The values that a claim of the ID token may have (section 5.5.1); none for any. */
    private List<Json> wanted(String claim) {
        if (idToken == null || !(idToken.get(claim) instanceof Json.Object asked)) {
            return List.of();
        }
        return Stream.of(Optional.ofNullable(asked.get("value")), Optional.ofNullable(asked.get("values")))
                .flatMap(Optional::stream)
                .flatMap(value -> value instanceof Json.Array(List<Json> values) ? values.stream() : Stream.of(value))
                .filter(value -> !(value instanceof Json.Null))
                .toList();
    }

    /**
     * Without what customers needn't be asked for, and without what other scopes than these bring: all that is kept of a request. How a claim is
     * asked for doesn't count.
     */
    public ClaimsRequest within(List<String> scopes) {
        return new ClaimsRequest(within(idToken, scopes), within(userInfo, scopes));
    }

    static Json.@Nullable Object within(Json.@Nullable Object claims, List<String> scopes) {
        if (claims == null) {
            return null;
        }
        Json.Builder told = Json.object();
        claims.fields().keySet().stream()
                .filter(claim ->
                        UserClaims.scope(claim).filter(scopes::contains).isPresent())
                .forEach(claim -> told.put(claim, Json.Null.NULL));
        return told.build();
    }

    /** What a customer has to agree to (section 5.4): scopes that are asked for, and those that bring the claims of this request. */
    public List<String> with(List<String> scopes) {
        if (idToken == null && userInfo == null) {
            return scopes;
        }
        Stream<String> claims = Stream.of(Optional.ofNullable(idToken), Optional.ofNullable(userInfo))
                .flatMap(member -> member.stream().flatMap(asked -> asked.fields().keySet().stream()));
        return Stream.concat(scopes.stream(), claims.flatMap(claim -> UserClaims.scope(claim).stream()))
                .distinct()
                .toList();
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

    /** The same of the parameter's text, for a page; none where it can't be read. */
    public static ClaimsRequest claimed(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof Json.Object parameter
                    ? of(parameter)
                    : NONE;
        } catch (MalformedJsonException | IllegalArgumentException e) {
            return NONE;
        }
    }

    /** The subjects of which the ID token's has to be one; none for anybody's. */
    public Set<String> subjects() {
        return wanted("sub").stream().map(ClaimsRequest::text).collect(Collectors.toSet());
    }

    /** Whether the sign-in must be of one of the classes that are named, or fail (section 5.5.1.1). */
    public boolean isAcrEssential() {
        return idToken != null
                && idToken.get("acr") instanceof Json.Object acr
                && Json.Bool.TRUE.equals(acr.get("essential"));
    }

    /** The classes of sign-in that are asked for. One that is no text is the name of none. */
    public List<String> acrValues() {
        return wanted("acr").stream().map(ClaimsRequest::text).toList();
    }

    private static String text(Json value) {
        return value instanceof Json.Text(String text) ? text : value.toString();
    }
}
