package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalAdministrationStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.portal.RpId;
import io.vestibule.portal.UrlComparison;
import io.vestibule.schema.BadSchemaException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operator does with portals. */
public final class PortalAdministration {
    private final PortalStore portals;
    private final PortalAdministrationStore store;
    private final boolean testMode;

    /** @param testMode whether plain http is allowed */
    public PortalAdministration(PortalStore portals, PortalAdministrationStore store, boolean testMode) {
        this.portals = portals;
        this.store = store;
        this.testMode = testMode;
    }

    /** How making a portal ended. */
    public sealed interface AddResult {}

    /** How renaming a portal ended. */
    public sealed interface RenameResult {}

    /** How allowing a URL ended. */
    public sealed interface AllowResult {}

    /** How taking back a URL ended. */
    public sealed interface DisallowResult {}

    /** How setting the profile's schema ended. */
    public sealed interface SchemaResult {}

    /** How a change that a portal's state can't refuse ended. */
    public sealed interface SetResult {}

    /** The portal is there. */
    public record Added(long portal) implements AddResult {}

    /** The portal is as it was asked for. */
    public record Done() implements RenameResult, AllowResult, DisallowResult, SchemaResult, SetResult {}

    /** There is no such portal. */
    public record UnknownPortal(long portal)
            implements AddResult, RenameResult, AllowResult, DisallowResult, SchemaResult, SetResult {}

    /** Another portal has the name, in whatever case. */
    public record NameTaken() implements AddResult, RenameResult {}

    /** The URL was allowed before. */
    public record AllowedAlready() implements AllowResult {}

    /** Live mode sends nobody to plain http. */
    public record PlainHttp() implements AllowResult {}

    /** Its pages would be of more sites than browsers take beside that of the portal's passkeys. */
    public record TooManySites(int most) implements AllowResult {}

    /** The portal doesn't allow this very URL. */
    public record NotAllowed() implements DisallowResult {}

    /** The schema is no JSON. */
    public record NoJson(String reason) implements SchemaResult {}

    /** The schema is none, or says what a portal can't ask for. */
    public record BadSchema(String reason) implements SchemaResult {}

    /** Every portal, by id. */
    public List<Portal> list() {
        return store.portals();
    }

    /**
     * The portals behind an id in the order of ids, at most so many.
     *
     * @param only these; null: any
     */
    public List<Portal> list(long after, int limit, @Nullable List<Long> only) {
        return store.portals(after, limit, only);
    }

    /**
     * Whether links in a portal's mail may lead to a URL.
     *
     * @param objection why they may not; empty: they may
     * @param compared  what the portal allows, held against it
     */
    public record UrlTest(Optional<String> objection, List<UrlComparison> compared) {}

    /** Tries whether links in a portal's mail may lead to a URL. */
    public UrlTest test(Portal portal, String url) {
        return new UrlTest(portal.objection(url, testMode), portal.compare(url, testMode));
    }

    /** The portal with this id. */
    public Optional<Portal> portal(long id) {
        return portals.portal(id);
    }

    /**
     * Makes a portal.
     *
     * @param parent the id of the portal above it, 0 for none
     */
    public AddResult add(PortalName name, long parent, LanguageCode language, AuditContext context) {
        if (parent != 0 && unknown(parent)) {
            return new UnknownPortal(parent);
        }
        return store.add(name.value(), parent, language.value(), context)
                .<AddResult>map(Added::new)
                .orElseGet(NameTaken::new);
    }

    /** Gives a portal another name. */
    public RenameResult rename(long portal, PortalName name, AuditContext context) {
        if (unknown(portal)) {
            return new UnknownPortal(portal);
        }
        return store.rename(portal, name.value(), context) ? new Done() : new NameTaken();
    }

    /** Lets links in a portal's mail lead to a URL and to all below it, and pages of its origin call. */
    public AllowResult allow(long portal, AllowedUrl url, AuditContext context) {
        if (url.plain() && !testMode) {
            return new PlainHttp();
        }
        Portal found = portals.portal(portal).orElse(null);
        if (found == null) {
            return new UnknownPortal(portal);
        }
        RpId site = found.passkeys().rpId();
        if (site != null) {
            List<AllowedUrl> urls = new ArrayList<>(found.allowedUrls());
            urls.add(url);
            if (RpId.sites(site.related(urls)) > RpId.MOST_SITES) {
                return new TooManySites(RpId.MOST_SITES);
            }
        }
        return store.allow(portal, url, context) ? new Done() : new AllowedAlready();
    }

    /** Takes back what {@link #allow} allowed. */
    public DisallowResult disallow(long portal, AllowedUrl url, AuditContext context) {
        if (unknown(portal)) {
            return new UnknownPortal(portal);
        }
        return store.disallow(portal, url, context) ? new Done() : new NotAllowed();
    }

    /** Turns the policy {@code hardened} on or off. */
    public SetResult harden(long portal, boolean hardened, AuditContext context) {
        return done(portal, store.harden(portal, hardened, context));
    }

    /** Sets the language of mail to customers who have none of their own. */
    public SetResult setLanguage(long portal, LanguageCode language, AuditContext context) {
        return done(portal, store.setLanguage(portal, language.value(), context));
    }

    /** Who a portal's mail is from; empty for the server's own sender. */
    public Optional<String> sender(long portal) {
        return store.sender(portal);
    }

    /** Sets who a portal's mail is from; null for the server's own sender. */
    public SetResult setSender(long portal, @Nullable Sender sender, AuditContext context) {
        return done(portal, store.setSender(portal, sender == null ? null : sender.text(), context));
    }

    private static SetResult done(long portal, boolean changed) {
        return changed ? new Done() : new UnknownPortal(portal);
    }

    /** What a portal adds to the built-in profile, as it was given; empty for nothing. */
    public Optional<String> profileSchema(long portal) {
        return store.profileSchema(portal);
    }

    /** Sets what a portal adds to the built-in profile, a JSON Schema of an object; null for nothing. */
    public SchemaResult setProfileSchema(long portal, @Nullable String schema, AuditContext context) {
        try {
            if (schema != null) {
                ProfileSchema.of(Json.object().build(), Json.parse(schema.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (MalformedJsonException e) {
            return new NoJson(String.valueOf(e.getMessage()));
        } catch (BadSchemaException e) {
            return new BadSchema(String.valueOf(e.getMessage()));
        }
        return store.setProfileSchema(portal, schema, context) ? new Done() : new UnknownPortal(portal);
    }

    private boolean unknown(long portal) {
        return portals.portal(portal).isEmpty();
    }
}
