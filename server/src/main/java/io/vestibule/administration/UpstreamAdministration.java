package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.LoginName;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalStore;
import io.vestibule.portal.UpstreamSettings;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.secret.MasterKey;
import io.vestibule.upstream.UpstreamClients;
import io.vestibule.upstream.UpstreamCredentials;
import io.vestibule.upstream.UpstreamStore;
import io.vestibule.upstream.UpstreamStore.Progress;
import io.vestibule.upstream.UpstreamUrl;
import java.util.Optional;

/** What an operator does with the systems that portals come from. */
public final class UpstreamAdministration {
    private final PortalStore portals;
    private final UpstreamStore store;
    private final UpstreamClients clients;
    private final MasterKey keys;
    private final boolean testMode;

    /** @param testMode whether plain http to this machine is allowed */
    public UpstreamAdministration(
            PortalStore portals, UpstreamStore store, UpstreamClients clients, MasterKey keys, boolean testMode) {
        this.portals = portals;
        this.store = store;
        this.clients = clients;
        this.keys = keys;
        this.testMode = testMode;
    }

    /** How setting an upstream ended. */
    public sealed interface SetResult {}

    /** How taking one away ended. */
    public sealed interface RemoveResult {}

    /** How asking one ended. */
    public sealed interface TestResult {}

    /** It is as it was asked for. */
    public record Done() implements SetResult, RemoveResult {}

    /** There is no such portal. */
    public record UnknownPortal(long portal) implements SetResult, RemoveResult, TestResult {}

    /** The URL can't be asked. */
    public record BadUrl(String why) implements SetResult {}

    /** The credentials aren't those of the kind. */
    public record BadCredentials(String why) implements SetResult {}

    /** The portal has no upstream. */
    public record NoUpstream() implements RemoveResult, TestResult {}

    /** What came of the look-up. */
    public record Asked(UpstreamClients.Probe probe) implements TestResult {}

    /**
     * Sets a portal's upstream, in the place of another.
     *
     * @param credentials a JSON object of the kind's names
     * @param firstId     where the ids of customers and accounts begin that aren't the upstream's
     */
    public SetResult set(long portal, Kind kind, String url, byte[] credentials, long firstId, AuditContext context) {
        Optional<String> objection = UpstreamUrl.objection(url, testMode);
        if (objection.isPresent()) {
            return new BadUrl(objection.get());
        }
        return switch (UpstreamCredentials.read(kind, credentials)) {
            case UpstreamCredentials.Reading.Bad(String why) -> new BadCredentials(why);
            case UpstreamCredentials.Reading.Good(UpstreamCredentials good) ->
                store.set(portal, kind, url, good, keys, firstId, context) ? new Done() : new UnknownPortal(portal);
        };
    }

    /** Takes a portal's upstream away: nobody is asked for any more. */
    public RemoveResult remove(long portal, AuditContext context) {
        if (portals.portal(portal).isEmpty()) {
            return new UnknownPortal(portal);
        }
        return store.remove(portal, context) ? new Done() : new NoUpstream();
    }

    /** How far a portal's move is; empty if it has no upstream, or there is no such portal. */
    public Optional<Progress> progress(long portal) {
        return store.progress(portal);
    }

    /** Asks a portal's upstream who has a login, and stores nothing. */
    public TestResult test(long portal, LoginName login) {
        Optional<Portal> found = portals.portal(portal);
        if (found.isEmpty()) {
            return new UnknownPortal(portal);
        }
        UpstreamSettings settings = found.get().upstream();
        return settings == null ? new NoUpstream() : new Asked(clients.probe(settings, login));
    }
}
