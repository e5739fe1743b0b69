package io.vestibule.console;

import io.vestibule.administration.PasskeyAdministration;
import io.vestibule.administration.PasskeyAdministration.SetResult;
import io.vestibule.administration.PasskeyPolicyChanges;
import io.vestibule.audit.AuditContext;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.PasskeyPolicy;
import io.vestibule.portal.Portal;
import io.vestibule.portal.RpId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which passkeys a portal's customers may have. */
final class PasskeysPart implements PortalPart {
    private final PasskeyAdministration passkeys;

    PasskeysPart(PasskeyAdministration passkeys) {
        this.passkeys = passkeys;
    }

    @Override
    public String path() {
        return "passkeys";
    }

    @Override
    public String title() {
        return "Passkeys";
    }

    @Override
    public String lead() {
        return "What customers have stays. Passkeys that were made for another site don't work any more.";
    }

    @Override
    public String done() {
        return "The policy of passkeys is changed.";
    }

    @Override
    public List<Value> values(Portal portal) {
        PasskeyPolicy policy = portal.passkeys();
        return List.of(
                Value.of("Made for", policy.rpId(), "the host of the public URL", "the server (VESTIBULE_PUBLIC_URL)"),
                Value.own("Passkeys a customer", Integer.toString(policy.most())),
                Value.own("In frames of", listed(policy.topOrigins(), "none")),
                Value.own("Models that are taken", listed(policy.allowed(), "any")),
                Value.own("Models that aren't", listed(policy.blocked(), "none")));
    }

    private static String listed(Collection<?> values, String none) {
        return values.isEmpty() ? none : String.join(" ", texts(values));
    }

    private static List<String> texts(Collection<?> values) {
        return values.stream().map(Object::toString).sorted().toList();
    }

    @Override
    public List<Field> fields(Call call, Portal portal) {
        PasskeyPolicy policy = portal.passkeys();
        RpId site = policy.rpId();
        return List.of(
                Field.line(
                        call,
                        "site",
                        "Made for the site",
                        site == null ? "" : site.value(),
                        "A host of the allowed URLs, or a name above it, such as example.com. Empty: inherited from the server, the host"
                                + " of its public URL."),
                Field.line(
                        call,
                        "limit",
                        "Passkeys of one customer",
                        Integer.toString(policy.most()),
                        "1 to 64, usually 20."),
                Field.lines(
                        call,
                        "origins",
                        "May be used in frames of",
                        policy.topOrigins(),
                        "An origin a line, such as https://example.com. Empty: none."),
                Field.lines(
                        call,
                        "allowed",
                        "Models that are taken",
                        texts(policy.allowed()),
                        "An AAGUID a line. Empty: any. One that tells no model is taken."),
                Field.lines(
                        call,
                        "blocked",
                        "Models that aren't taken",
                        texts(policy.blocked()),
                        "An AAGUID a line. Empty: none. All zeros: those that tell no model."));
    }

    @Override
    public Optional<String> change(Call call, Portal portal, AuditContext context) {
        String typed = call.field("site").strip();
        Optional<RpId> site = RpId.parse(typed);
        if (!typed.isEmpty() && site.isEmpty()) {
            return Optional.of("The site must be a host name, such as example.com, without scheme, port and path.");
        }
        String limit = call.field("limit").strip();
        if (!limit.matches("[1-9][0-9]?") || Integer.parseInt(limit) > PasskeyPolicy.LIMIT) {
            return Optional.of("The number of passkeys must be from 1 to " + PasskeyPolicy.LIMIT + ".");
        }
        Set<String> origins = new LinkedHashSet<>();
        for (String origin : Field.lines(call, "origins")) {
            Optional<String> read = AllowedUrl.parseOrigin(origin);
            if (read.isEmpty()) {
                return Optional.of("\"" + origin + "\" is no origin: give scheme and host alone, such as"
                        + " https://example.com.");
            }
            origins.add(read.get());
        }
        for (String model : models(call).toList()) {
            if (!model.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")) {
                return Optional.of("\"" + model + "\" is no AAGUID, such as fbfc3007-154e-4ecc-8c0b-6e020557d7bd.");
            }
        }
        return set(
                portal,
                new PasskeyPolicyChanges(
                        new PasskeyPolicyChanges.Site(site.orElse(null)),
                        List.copyOf(origins),
                        uuids(call, "allowed"),
                        uuids(call, "blocked"),
                        Integer.valueOf(limit)),
                context);
    }

    private static Stream<String> models(Call call) {
        return Stream.of("allowed", "blocked").flatMap(name -> Field.lines(call, name).stream());
    }

    private static Set<UUID> uuids(Call call, String name) {
        return Field.lines(call, name).stream().map(UUID::fromString).collect(Collectors.toSet());
    }

    private Optional<String> set(Portal portal, PasskeyPolicyChanges changes, AuditContext context) {
        return switch (passkeys.set(portal.id(), changes, context)) {
            case SetResult.Done done -> Optional.empty();
            case SetResult.NotTheirSite(RpId site) ->
                Optional.of("None of the portal's allowed URLs is at " + site
                        + " or below it, so no browser would make a passkey for it.");
            case SetResult.TooManySites(int most) ->
                Optional.of("The allowed URLs are of more than " + most + " other sites, which browsers don't take.");
            case SetResult.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        };
    }
}
