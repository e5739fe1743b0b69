package io.vestibule.console;

import io.vestibule.administration.ClientAdministration.Details;
import io.vestibule.config.DurationText;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.RedirectUri;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.Dialect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All that is set of an API client, in words. */
final class ClientSummary {
    private ClientSummary() {}

    static String dialects(ApiClient client) {
        return client.dialects().stream().map(Dialect::label).sorted().collect(Collectors.joining(", "));
    }

    /** What OpenID Connect adds: a line each, or several. None for a client that isn't of it. */
    static Map<String, List<String>> of(Details details) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        ClientMetadata metadata = details.metadata();
        if (metadata == null) {
            return lines;
        }
        lines.put("Redirect URIs", uris(metadata.redirectUris()));
        lines.put("Post-logout redirect URIs", uris(metadata.postLogoutRedirectUris()));
        lines.put(
                "Back-channel logout URI",
                List.of(
                        metadata.backchannelLogoutUri() == null
                                ? "none: it isn't told of ended sessions"
                                : metadata.backchannelLogoutUri()));
        lines.put(
                "Grant types",
                metadata.grantTypes().stream().sorted().map(GrantType::label).toList());
        lines.put("Scopes", List.of(String.join(" ", metadata.scopes())));
        lines.put(
                "Proves itself by",
                List.of(metadata.authMethod().label() + (metadata.isPublic() ? ", a public client" : "")));
        lines.put("Public keys", List.of(metadata.jwks() == null ? "none" : "a JWK Set is registered"));
        lines.put(
                "Party",
                List.of(metadata.firstParty() ? "first: nobody is asked for consent" : "third: customers are asked"));
        lines.put("Subjects", List.of(metadata.isPairwise() ? "pairwise, of " + metadata.sector() : "public"));
        lines.put("ID tokens are signed by", List.of(metadata.idTokenAlgorithm().name()));
        lines.put(
                "UserInfo answers are",
                List.of(
                        metadata.userInfoAlgorithm() == null
                                ? "JSON"
                                : "signed by " + metadata.userInfoAlgorithm().name()));
        lines.put(
                "Access tokens live",
                List.of(
                        metadata.accessTokenLife() == null
                                ? "as the server says"
                                : DurationText.of(metadata.accessTokenLife())));
        lines.put("Pushed requests (PAR)", required(metadata.pushedRequestsOnly()));
        lines.put("Signed requests (JAR)", required(metadata.requestObjectsOnly()));
        lines.put("DPoP", required(metadata.dpopOnly()));
        return lines;
    }

    private static List<String> required(boolean required) {
        return List.of(required ? "required" : "optional");
    }

    private static List<String> uris(List<RedirectUri> uris) {
        return uris.isEmpty()
                ? List.of("none")
                : uris.stream().map(RedirectUri::value).toList();
    }
}
