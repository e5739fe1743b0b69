package io.vestibule.admin;

import io.vestibule.json.Json;
import io.vestibule.oauth.AuthMethod;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.RedirectUri;
import io.vestibule.session.SigningAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a call says of a client of OpenID Connect, as RFC 7591 section 2 names it; null leaves a part as it is, or as usual.
 *
 * @param clears members that were sent as null
 */
record ClientMetadataJson(
        @Nullable List<RedirectUri> redirectUris,
        @Nullable List<RedirectUri> postLogoutRedirectUris,
        @Nullable List<GrantType> grantTypes,
        @Nullable List<String> scopes,
        @Nullable AuthMethod authMethod,
        @Nullable String jwks,
        @Nullable SigningAlgorithm idTokenAlgorithm,
        @Nullable SigningAlgorithm userInfoAlgorithm,
        @Nullable Boolean firstParty,
        @Nullable Long accessTokenLife,
        @Nullable String backchannelLogoutUri,
        @Nullable Boolean pushedRequestsOnly,
        @Nullable Boolean requestObjectsOnly,
        @Nullable Boolean dpopOnly,
        @Nullable String sector,
        Set<String> clears) {
    private static final String USER_INFO = "userinfo_signed_response_alg";
    private static final String LIFE = "access_token_life";
    private static final String BACKCHANNEL = "backchannel_logout_uri";
    private static final String SECTOR = "sector";
    private static final String JWKS = "jwks";

    static Json write(ClientMetadata metadata) {
        Duration life = metadata.accessTokenLife();
        String jwks = metadata.jwks();
        SigningAlgorithm userInfo = metadata.userInfoAlgorithm();
        return Json.object()
                .put("redirect_uris", Values.list(metadata.redirectUris(), uri -> Json.of(uri.value())))
                .put(
                        "post_logout_redirect_uris",
                        Values.list(metadata.postLogoutRedirectUris(), uri -> Json.of(uri.value())))
                .put(
                        "grant_types",
                        Values.list(metadata.grantTypes().stream().sorted().toList(), type -> Json.of(type.label())))
                .put("scope", String.join(" ", metadata.scopes()))
                .put("token_endpoint_auth_method", metadata.authMethod().label())
                .put(JWKS, jwks == null ? Json.Null.NULL : Json.parse(jwks.getBytes(StandardCharsets.UTF_8)))
                .put("id_token_signed_response_alg", metadata.idTokenAlgorithm().name())
                .put(USER_INFO, userInfo == null ? null : userInfo.name())
                .put("first_party", metadata.firstParty())
                .put(LIFE, Values.number(life == null ? null : life.toSeconds()))
                .put(BACKCHANNEL, metadata.backchannelLogoutUri())
                .put("require_pushed_authorization_requests", metadata.pushedRequestsOnly())
                .put("require_signed_request_object", metadata.requestObjectsOnly())
                .put("dpop_bound_access_tokens", metadata.dpopOnly())
                .put(SECTOR, metadata.sector())
                .build();
    }

    /** What is to change of a client. */
    static ClientMetadataJson change(Body body) {
        body.neverCleared(
                "redirect_uris",
                "post_logout_redirect_uris",
                "grant_types",
                "scope",
                "token_endpoint_auth_method",
                "id_token_signed_response_alg",
                "first_party",
                "require_pushed_authorization_requests",
                "require_signed_request_object",
                "dpop_bound_access_tokens");
        return read(body);
    }

    static ClientMetadataJson read(Body body) {
        String uriRule = "must be a URI";
        Set<String> clears = new HashSet<>();
        for (String member : List.of(USER_INFO, LIFE, BACKCHANNEL, SECTOR, JWKS)) {
            if (body.clears(member)) {
                clears.add(member);
            }
        }
        Body jwks = body.object(JWKS);
        ClientMetadataJson read = new ClientMetadataJson(
                body.texts("redirect_uris", ClientMetadataJson::uri, uriRule),
                body.texts("post_logout_redirect_uris", ClientMetadataJson::uri, uriRule),
                body.texts("grant_types", GrantType::parse, "is no grant type"),
                body.parsed(
                        "scope",
                        text -> Optional.of(Arrays.stream(text.split(" ", -1))
                                .filter(s -> !s.isEmpty())
                                .toList()),
                        ""),
                body.parsed("token_endpoint_auth_method", AuthMethod::parse, "is no method"),
                jwks == null ? null : new Json.Object(new LinkedHashMap<>(jwks.all())).toString(),
                body.parsed("id_token_signed_response_alg", ClientMetadataJson::algorithm, "must be RS256 or ES256"),
                body.parsed(USER_INFO, ClientMetadataJson::algorithm, "must be RS256 or ES256"),
                body.bool("first_party"),
                body.number(LIFE, 1, Integer.MAX_VALUE),
                body.text(BACKCHANNEL),
                body.bool("require_pushed_authorization_requests"),
                body.bool("require_signed_request_object"),
                body.bool("dpop_bound_access_tokens"),
                body.text(SECTOR),
                clears);
        body.nothingElse();
        return read;
    }

    private static Optional<RedirectUri> uri(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new RedirectUri(text));
    }

    private static Optional<SigningAlgorithm> algorithm(String text) {
        return Arrays.stream(SigningAlgorithm.values())
                .filter(algorithm -> algorithm.name().equals(text))
                .findFirst();
    }

    /** A new client: what was said, and the usual for the rest. */
    ClientMetadata added() {
        return over(ClientMetadata.usual(grantTypes == null ? null : Set.copyOf(grantTypes)));
    }

    /** The client with what was said. */
    ClientMetadata over(ClientMetadata client) {
        AuthMethod method = or(authMethod, client.authMethod());
        return new ClientMetadata(
                or(redirectUris, client.redirectUris()),
                or(postLogoutRedirectUris, client.postLogoutRedirectUris()),
                grantTypes == null ? client.grantTypes() : Set.copyOf(grantTypes),
                or(scopes, client.scopes()),
                method,
                clears.contains(JWKS) ? null : jwks == null ? client.jwks() : jwks,
                or(idTokenAlgorithm, client.idTokenAlgorithm()),
                clears.contains(USER_INFO)
                        ? null
                        : userInfoAlgorithm == null ? client.userInfoAlgorithm() : userInfoAlgorithm,
                or(firstParty, client.firstParty()),
                life(client),
                clears.contains(BACKCHANNEL)
                        ? null
                        : backchannelLogoutUri == null ? client.backchannelLogoutUri() : backchannelLogoutUri,
                or(pushedRequestsOnly, client.pushedRequestsOnly()),
                or(requestObjectsOnly, client.requestObjectsOnly()),
                or(dpopOnly, client.dpopOnly()),
                clears.contains(SECTOR) ? null : sector == null ? client.sector() : sector.toLowerCase(Locale.ROOT));
    }

    private @Nullable Duration life(ClientMetadata client) {
        if (clears.contains(LIFE)) {
            return null;
        }
        return accessTokenLife == null ? client.accessTokenLife() : Duration.ofSeconds(accessTokenLife);
    }

    private static <T> T or(@Nullable T said, T otherwise) {
        return said == null ? otherwise : said;
    }
}
