package io.vestibule.command;

import io.vestibule.administration.ClientAdministration.Details;
import io.vestibule.config.Cidr;
import io.vestibule.config.DurationText;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.RedirectUri;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.ApiClientStore.Listed;
import io.vestibule.portal.ApiClientStore.Use;
import io.vestibule.portal.Dialect;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code client show} prints, a line a redirect URI. */
final class ClientSheet {
    private ClientSheet() {}

    static void print(Details details, Terminal terminal) {
        Listed listed = details.listed();
        ApiClient client = listed.client();
        Table table = Table.ofFields()
                .row("name", client.name())
                .row("portal", client.portalId())
                .row("scopes", dialects(client))
                .row("networks", networks(client))
                .row("state", listed.disabled() ? "disabled" : "active")
                .row("last use", lastUse(listed));
        if (listed.formerSecretUntil() != null) {
            table.row("old secret", "good until " + listed.formerSecretUntil());
        }
        if (details.metadata() != null) {
            add(details.metadata(), table);
        }
        table.print(terminal);
    }

    /** To the minute. */
    static String lastUse(Listed listed) {
        Use use = listed.lastUse();
        if (use == null) {
            return "never";
        }
        return use.at().truncatedTo(ChronoUnit.MINUTES) + (use.network() == null ? "" : " from " + use.network());
    }

    private static void add(ClientMetadata metadata, Table table) {
        Duration life = metadata.accessTokenLife();
        table.row("auth method", metadata.authMethod().label() + (metadata.isPublic() ? " (public)" : ""))
                .row(
                        "grant types",
                        metadata.grantTypes().stream()
                                .sorted()
                                .map(GrantType::label)
                                .collect(Collectors.joining(" ")))
                .row("allowed scopes", String.join(" ", metadata.scopes()))
                .row("party", metadata.firstParty() ? "first" : "third (customers are asked for consent)")
                .row("ID tokens", metadata.idTokenAlgorithm())
                .row("UserInfo", metadata.userInfoAlgorithm() == null ? "JSON" : metadata.userInfoAlgorithm())
                .row("access tokens", life == null ? "the installation's" : DurationText.of(life));
        if (metadata.signsIn()) {
            table.row("pushed requests", required(metadata.pushedRequestsOnly()))
                    .row("signed requests", required(metadata.requestObjectsOnly()))
                    .row("subjects", metadata.isPairwise() ? "pairwise, of the sector " + metadata.sector() : "public");
        }
        table.row("DPoP", required(metadata.dpopOnly()))
                .row("public keys", metadata.jwks() == null ? "none" : "registered");
        addUris("redirect URI", metadata.redirectUris(), table);
        addUris("post-logout URI", metadata.postLogoutRedirectUris(), table);
        if (metadata.backchannelLogoutUri() != null) {
            table.row("back-channel URI", metadata.backchannelLogoutUri());
        }
    }

    private static String required(boolean required) {
        return required ? "required" : "optional";
    }

    private static void addUris(String name, List<RedirectUri> uris, Table table) {
        uris.forEach(uri -> table.row(name, uri.value()));
    }

    static String dialects(ApiClient client) {
        return client.dialects().stream().map(Dialect::label).sorted().collect(Collectors.joining(" "));
    }

    static String networks(ApiClient client) {
        return client.networks().isEmpty()
                ? "any"
                : client.networks().stream().map(Cidr::toString).collect(Collectors.joining(" "));
    }
}
