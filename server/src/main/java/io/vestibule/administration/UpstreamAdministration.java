package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerLookupStore;
import io.vestibule.customer.LoginName;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalStore;
import io.vestibule.portal.UpstreamSettings;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.secret.MasterKey;
import io.vestibule.upstream.LookUpResult;
import io.vestibule.upstream.UpstreamClients;
import io.vestibule.upstream.UpstreamClients.Probe;
import io.vestibule.upstream.UpstreamCredentials;
import io.vestibule.upstream.UpstreamProgressStore;
import io.vestibule.upstream.UpstreamProgressStore.Progress;
import io.vestibule.upstream.UpstreamStore;
import io.vestibule.upstream.UpstreamStore.Setting;
import io.vestibule.upstream.UpstreamUrl;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operator does with the systems that portals come from. */
public final class UpstreamAdministration {
    /** The highest id that others may be made to begin at. */
    public static final long LAST_FIRST_ID = 999_999_999_999_999L;

    /** A login that nobody has, to try whether an upstream answers. */
    public static final LoginName NOBODY = LoginName.of("nobody@vestibule.invalid");

    private final PortalStore portals;
    private final UpstreamStore store;
    private final UpstreamProgressStore progress;
    private final CustomerLookupStore customers;
    private final UpstreamClients clients;
    private final MasterKey keys;
    private final long firstCustomerId;
    private final boolean testMode;

    /**
     * @param firstCustomerId where the ids of those begin who aren't an upstream's, if nobody says otherwise
     * @param testMode        whether plain http to this machine is allowed
     */
    public UpstreamAdministration(
            PortalStore portals,
            UpstreamStore store,
            UpstreamProgressStore progress,
            CustomerLookupStore customers,
            UpstreamClients clients,
            MasterKey keys,
            long firstCustomerId,
            boolean testMode) {
        this.portals = portals;
        this.store = store;
        this.progress = progress;
        this.customers = customers;
        this.firstCustomerId = firstCustomerId;
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
    public record Asked(Probe probe) implements TestResult {}

    /**
     * Sets a portal's upstream, in the place of another.
     *
     * @param credentials a JSON object of the kind's names
     * @param firstId     where the ids of customers and accounts begin that aren't the upstream's; null for where they usually do
     */
    public SetResult set(
            long portal, Kind kind, String url, byte[] credentials, @Nullable Long firstId, AuditContext context) {
        Optional<String> objection = UpstreamUrl.objection(url, testMode);
        if (objection.isPresent()) {
            return new BadUrl(objection.get());
        }
        return switch (UpstreamCredentials.read(kind, credentials)) {
            case UpstreamCredentials.Reading.Bad(String why) -> new BadCredentials(why);
            case UpstreamCredentials.Reading.Good(UpstreamCredentials good) ->
                store.set(portal, kind, url, good, keys, firstId == null ? firstCustomerId : firstId, context)
                        ? new Done()
                        : new UnknownPortal(portal);
        };
    }

    /** Takes a portal's upstream away: nobody is asked for any more. */
    public RemoveResult remove(long portal, AuditContext context) {
        if (portals.portal(portal).isEmpty()) {
            return new UnknownPortal(portal);
        }
        return store.remove(portal, context) ? new Done() : new NoUpstream();
    }

    /** A portal's upstream; empty if it has none, or there is no such portal. */
    public Optional<Setting> setting(long portal) {
        return store.setting(portal);
    }

    /** Customers who are known here and whose password only the upstream knows, by id; none if there is no such portal. */
    public List<Customer> awaited(long portal, long after, int limit) {
        return customers.awaited(portal, after, limit);
    }

    /** How far a portal's move is; empty if it has no upstream, or there is no such portal. */
    public Optional<Progress> progress(long portal) {
        return progress.progress(portal);
    }

    /** Asks a portal's upstream who has a login, and stores nothing. */
    public TestResult test(long portal, LoginName login) {
        Optional<Portal> found = portals.portal(portal);
        if (found.isEmpty()) {
            return new UnknownPortal(portal);
        }
        UpstreamSettings settings = found.get().upstream();
        return settings == null ? new NoUpstream() : new Asked(plausible(login, clients.probe(settings, login)));
    }

    /** One that answers for everybody as a hardened portal does would have each address taken that is to be registered here. */
    private static Probe plausible(LoginName login, Probe probe) {
        return login.equals(NOBODY) && probe instanceof Probe.Answered(LookUpResult.Known _)
                ? new Probe.Faulty("it knows an address that nobody has, so its look-ups tell nothing")
                : probe;
    }
}
