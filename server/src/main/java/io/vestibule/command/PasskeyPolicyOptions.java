package io.vestibule.command;

import io.vestibule.administration.PasskeyAdministration.SetResult;
import io.vestibule.administration.PasskeyPolicyChanges;
import io.vestibule.http.Ids;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.PasskeyPolicy;
import io.vestibule.portal.RpId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which passkeys a portal's customers may have, as {@code portal set} takes it. */
final class PasskeyPolicyOptions {
    @Option(
            names = "--passkey-rp-id",
            paramLabel = "HOST",
            description =
                    "The site that passkeys are made for, such as example.com: a host of the portal's allowed URLs, or a"
                            + " name above it. Those made for another stop working. Empty: the host of VESTIBULE_PUBLIC_URL.")
    private @Nullable String rpId;

    @Option(
            names = "--passkey-top-origin",
            paramLabel = "ORIGIN",
            split = ",",
            description =
                    "Origins whose pages may have the portal's pages in a frame and use passkeys there; empty: none.")
    private @Nullable List<String> topOrigins;

    @Option(
            names = "--passkey-allow",
            paramLabel = "AAGUID",
            split = ",",
            description = "The models of authenticator that are taken; empty: any. One that tells no model is taken.")
    private @Nullable List<String> allowed;

    @Option(
            names = "--passkey-block",
            paramLabel = "AAGUID",
            split = ",",
            description = "Models that aren't taken; empty: none. All zeros: those that tell no model.")
    private @Nullable List<String> blocked;

    @Option(
            names = "--passkey-limit",
            paramLabel = "NUMBER",
            description = "Passkeys of one customer: 1 to 64, usually 20.")
    private @Nullable Integer most;

    boolean given() {
        return rpId != null || topOrigins != null || allowed != null || blocked != null || most != null;
    }

    /** What was asked for, or a refusal. */
    PasskeyPolicyChanges changes() {
        if (most != null) {
            Arguments.between("--passkey-limit", most, 1, PasskeyPolicy.LIMIT);
        }
        return new PasskeyPolicyChanges(
                rpId == null ? null : new PasskeyPolicyChanges.Site(rpId.isEmpty() ? null : site(rpId)),
                topOrigins == null
                        ? null
                        : filled(topOrigins).stream()
                                .map(PasskeyPolicyOptions::origin)
                                .toList(),
                models(allowed),
                models(blocked),
                most);
    }

    private static RpId site(String text) {
        return RpId.parse(text)
                .orElseThrow(
                        () -> new Refusal(
                                "\"" + Arguments.shown(text)
                                        + "\" is no site for passkeys: give a host name, such as example.com, without scheme, port and path."));
    }

    private static String origin(String text) {
        AllowedUrl url = Arguments.allowedUrl(text);
        if (!url.url().equals(url.origin() + "/")) {
            throw new Refusal("\"" + Arguments.shown(text) + "\" is no origin: give scheme and host alone, such as "
                    + url.origin() + ".");
        }
        return url.origin();
    }

    private static @Nullable Set<UUID> models(@Nullable List<String> texts) {
        if (texts == null) {
            return null;
        }
        Set<UUID> models = new LinkedHashSet<>();
        for (String text : filled(texts)) {
            models.add(Ids.uuid(text)
                    .orElseThrow(() -> new Refusal("\"" + Arguments.shown(text) + "\" is no AAGUID, such as "
                            + "fbfc3007-154e-4ecc-8c0b-6e020557d7bd.")));
        }
        return models;
    }

    private static List<String> filled(List<String> texts) {
        return texts.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
    }

    /** Adds what is set. */
    static void show(PasskeyPolicy policy, Table table) {
        table.row("passkeys for", policy.rpId() == null ? "the host of VESTIBULE_PUBLIC_URL" : policy.rpId())
                .row("passkeys a customer", policy.most())
                .row("passkeys in frames of", listed(policy.topOrigins(), "none"))
                .row("passkeys allowed", listed(policy.allowed(), "any"))
                .row("passkeys blocked", listed(policy.blocked(), "none"));
    }

    private static String listed(Collection<?> values, String none) {
        return values.isEmpty()
                ? none
                : values.stream().map(Object::toString).sorted().collect(Collectors.joining(" "));
    }

    /** What came of it, in words, or a refusal. */
    String told(long portal, SetResult result) {
        return switch (result) {
            case SetResult.Done(PasskeyPolicy policy, long lost) ->
                "Passkeys of portal " + portal + " are for "
                        + (policy.rpId() == null ? "the host of VESTIBULE_PUBLIC_URL" : policy.rpId())
                        + ", at most " + policy.most() + " a customer"
                        + (policy.topOrigins().isEmpty()
                                ? ""
                                : ", in frames of " + String.join(" ", policy.topOrigins()))
                        + (policy.allowed().isEmpty()
                                ? ""
                                : "; models that are taken: " + policy.allowed().size())
                        + (policy.blocked().isEmpty()
                                ? ""
                                : "; models that aren't: " + policy.blocked().size())
                        + "."
                        + (lost == 0 ? "" : " Made for another site, where alone they work: " + lost + ".");
            case SetResult.NotTheirSite(RpId site) ->
                throw new Refusal(
                        "No page of portal " + portal + " is at " + site + " or below it, so no browser would make a"
                                + " passkey for it. 'vestibule portal list' shows the allowed URLs.");
            case SetResult.TooManySites(int most) ->
                throw new Refusal("The allowed URLs of portal " + portal + " are of more than " + most
                        + " other sites: browsers take no more. 'vestibule portal disallow-url' takes one back.");
            case SetResult.UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
        };
    }
}
