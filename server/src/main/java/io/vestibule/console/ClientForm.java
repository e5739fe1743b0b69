package io.vestibule.console;

import io.vestibule.administration.ClientAdministration.Details;
import io.vestibule.config.Cidr;
import io.vestibule.config.DurationText;
import io.vestibule.oauth.AuthMethod;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.RedirectUri;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.Dialect;
import io.vestibule.session.SigningAlgorithm;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client as a form has it: each field a text, a box that is ticked has the text {@code yes}.
 *
 * @param openid whether it is an application of OpenID Connect
 * @param fields by name; one that is missing is empty
 */
public record ClientForm(boolean openid, Map<String, String> fields) {
    private static final String YES = "yes";

    public ClientForm {
        fields = Map.copyOf(fields);
    }

    /** Why a text can't be what it shall be, as a sentence. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String sentence) {
            super(sentence, null, false, false);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** What was typed. */
    static ClientForm typed(Call call, boolean openid) {
        Map<String, String> fields = new HashMap<>();
        call.request().formParameters().all().keySet().forEach(name -> fields.put(name, call.field(name)));
        return new ClientForm(openid, fields);
    }

    /** A new client, as usual. */
    static ClientForm usual(boolean openid) {
        Map<String, String> fields = new HashMap<>();
        if (openid) {
            fill(fields, ClientMetadata.usual(null));
        }
        return new ClientForm(openid, fields);
    }

    /** A client as it is. */
    static ClientForm of(Details details) {
        Map<String, String> fields = new HashMap<>();
        ApiClient client = details.client();
        client.dialects().forEach(dialect -> fields.put("dialect-" + dialect.label(), YES));
        fields.put("networks", lines(client.networks().stream().map(Cidr::toString)));
        if (details.metadata() != null) {
            fill(fields, details.metadata());
        }
        return new ClientForm(details.metadata() != null, fields);
    }

    private static void fill(Map<String, String> fields, ClientMetadata metadata) {
        metadata.grantTypes().forEach(type -> fields.put(field(type), YES));
        fields.put("redirects", lines(metadata.redirectUris().stream().map(RedirectUri::value)));
        fields.put("logouts", lines(metadata.postLogoutRedirectUris().stream().map(RedirectUri::value)));
        fields.put("scopes", String.join(" ", metadata.scopes()));
        fields.put("method", metadata.authMethod().label());
        fields.put("jwks", or(metadata.jwks(), ""));
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
        fields.put("backchannel", or(metadata.backchannelLogoutUri(), ""));
        fields.put("pushed", metadata.pushedRequestsOnly() ? YES : "");
        fields.put("signed", metadata.requestObjectsOnly() ? YES : "");
        fields.put("dpop", metadata.dpopOnly() ? YES : "");
        fields.put("subjects", metadata.isPairwise() ? "pairwise" : "public");
        fields.put("sector", or(metadata.sector(), ""));
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static String lines(Stream<String> texts) {
        return texts.collect(Collectors.joining("\n"));
    }

    /** The field of a grant type. */
    public static String field(GrantType type) {
        return "grant-" + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String text(String field) {
        return fields.getOrDefault(field, "");
    }

    public boolean ticked(String field) {
        return text(field).equals(YES);
    }

    /** What it speaks. */
    Set<Dialect> dialects() {
        Set<Dialect> dialects = Dialect.OF_CLIENTS.stream()
                .filter(dialect -> !dialect.equals(Dialect.OPENID) && ticked("dialect-" + dialect.label()))
                .collect(Collectors.toCollection(HashSet::new));
        if (openid) {
            dialects.add(Dialect.OPENID);
        }
        return dialects;
    }

    /** Where it may call from. */
    List<Cidr> networks() throws Unreadable {
        List<String> texts = words("networks");
        for (String text : texts) {
            try {
                Cidr.parse(text);
            } catch (RuntimeException e) {
                throw new Unreadable("“" + text + "” is no network: write one a line, such as 203.0.113.0/24.");
            }
        }
        return texts.stream().map(Cidr::parse).toList();
    }

    /** What stands in a field between blanks and ends of lines. */
    private List<String> words(String field) {
        return Arrays.stream(text(field).split("[\\s,]+", -1))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    /** What OpenID Connect adds. */
    ClientMetadata metadata() throws Unreadable {
        List<RedirectUri> redirects =
                words("redirects").stream().map(RedirectUri::new).toList();
        Set<GrantType> grants = Stream.of(GrantType.values())
                .filter(type -> ticked(field(type)))
                .collect(Collectors.toSet());
        String backchannel = text("backchannel").strip();
        String jwks = text("jwks").strip();
        return new ClientMetadata(
                redirects,
                words("logouts").stream().map(RedirectUri::new).toList(),
                grants,
                words("scopes"),
                AuthMethod.parse(text("method")).orElse(AuthMethod.CLIENT_SECRET_BASIC),
                jwks.isEmpty() ? null : jwks,
                text("id-token").equals("ES256") ? SigningAlgorithm.ES256 : SigningAlgorithm.RS256,
                userInfo(),
                !text("party").equals("third"),
                life(),
                backchannel.isEmpty() ? null : backchannel,
                ticked("pushed"),
                ticked("signed"),
                ticked("dpop"),
                sector(redirects));
    }

    private @Nullable SigningAlgorithm userInfo() {
        return Stream.of(SigningAlgorithm.values())
                .filter(algorithm -> algorithm.name().equals(text("userinfo")))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Duration life() throws Unreadable {
        String text = text("life").strip();
        try {
            return text.isEmpty() ? null : DurationText.parse(text);
        } catch (RuntimeException e) {
            throw new Unreadable("“" + text + "” is no time: write 5m, 90s or 1h.");
        }
    }

    /** Of pairwise subjects: the host of the redirect URIs, if none is named. */
    private @Nullable String sector(List<RedirectUri> redirects) {
        if (!text("subjects").equals("pairwise")) {
            return null;
        }
        String named = text("sector").strip().toLowerCase(Locale.ROOT);
        return named.isEmpty() ? RedirectUri.commonHost(redirects) : named;
    }
}
