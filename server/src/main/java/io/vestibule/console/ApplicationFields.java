package io.vestibule.console;

import io.vestibule.config.DurationText;
import io.vestibule.oauth.AuthMethod;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.RedirectUri;
import io.vestibule.session.SigningAlgorithm;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What OpenID Connect adds to a client's form: a field a part, as it is shown and as it is read. */
final class ApplicationFields {
    private ApplicationFields() {}

    /** As it is shown, by name. */
    static Map<String, String> of(ClientMetadata metadata) {
        Map<String, String> fields = new HashMap<>();
        metadata.grantTypes().forEach(type -> fields.put(ClientForm.field(type), ClientForm.YES));
        fields.put(
                "redirects", ClientForm.lines(metadata.redirectUris().stream().map(RedirectUri::value)));
        fields.put(
                "logouts",
                ClientForm.lines(metadata.postLogoutRedirectUris().stream().map(RedirectUri::value)));
        fields.put("scopes", String.join(" ", metadata.scopes()));
        fields.put("method", metadata.authMethod().label());
        fields.put("jwks", orEmpty(metadata.jwks()));
        fields.put("id-token", metadata.idTokenAlgorithm().name());
        fields.put(
                "userinfo",
                metadata.userInfoAlgorithm() == null
                        ? ""
                        : metadata.userInfoAlgorithm().name());
        fields.put("party", metadata.firstParty() ? "first" : "third");
        Duration life = metadata.accessTokenLife();
        fields.put(
                "life",
                life == null ? "" : life.toSeconds() % 60 == 0 ? life.toMinutes() + "m" : life.toSeconds() + "s");
        fields.put("backchannel", orEmpty(metadata.backchannelLogoutUri()));
        fields.put("pushed", metadata.pushedRequestsOnly() ? ClientForm.YES : "");
        fields.put("signed", metadata.requestObjectsOnly() ? ClientForm.YES : "");
        fields.put("dpop", metadata.dpopOnly() ? ClientForm.YES : "");
        fields.put("subjects", metadata.isPairwise() ? "pairwise" : "public");
        fields.put("sector", orEmpty(metadata.sector()));
        return fields;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** As it was typed. */
    static ClientMetadata read(ClientForm form) throws ClientForm.Unreadable {
        List<RedirectUri> redirects =
                form.words("redirects").stream().map(RedirectUri::new).toList();
        Set<GrantType> grants = Stream.of(GrantType.values())
                .filter(type -> form.ticked(ClientForm.field(type)))
                .collect(Collectors.toSet());
        return new ClientMetadata(
                redirects,
                form.words("logouts").stream().map(RedirectUri::new).toList(),
                grants,
                form.words("scopes"),
                AuthMethod.parse(form.text("method")).orElse(AuthMethod.CLIENT_SECRET_BASIC),
                orNull(form.text("jwks")),
                form.text("id-token").equals("ES256") ? SigningAlgorithm.ES256 : SigningAlgorithm.RS256,
                userInfo(form.text("userinfo")),
                !form.text("party").equals("third"),
                life(form.text("life").strip()),
                orNull(form.text("backchannel")),
                form.ticked("pushed"),
                form.ticked("signed"),
                form.ticked("dpop"),
                sector(form, redirects));
    }

    private static @Nullable String orNull(String text) {
        return text.isBlank() ? null : text.strip();
    }

    private static @Nullable SigningAlgorithm userInfo(String name) {
        return Stream.of(SigningAlgorithm.values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Duration life(String text) throws ClientForm.Unreadable {
        try {
            return text.isEmpty() ? null : DurationText.parse(text);
        } catch (RuntimeException e) {
            throw new ClientForm.Unreadable("“" + text + "” is no time: write 5m, 90s or 1h.");
        }
    }

    /** Of pairwise subjects: the host of the redirect URIs, if none is named. */
    private static @Nullable String sector(ClientForm form, List<RedirectUri> redirects) {
        if (!form.text("subjects").equals("pairwise")) {
            return null;
        }
        String named = form.text("sector").strip().toLowerCase(Locale.ROOT);
        return named.isEmpty() ? RedirectUri.commonHost(redirects) : named;
    }
}
