package io.vestibule.upstream;

import io.vestibule.customer.LoginName;
import io.vestibule.customer.Username;
import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Portal;
import io.vestibule.portal.UpstreamSettings;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the upstreams of portals. Whoever has to ask and can't, or gets an answer that can't be used, gets an {@link UpstreamAwayException};
 * log and audit have the reason. Calls block; made for virtual threads.
 */
public final class Upstreams {
    private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);
    private static final int CACHE = 16 * 1024 * 1024;
    private static final int LONGEST_PASSWORD = 4096;

    private final UpstreamClients clients;
    private final Bulkhead bulkhead;
    private final CircuitBreakers breakers;
    private final UpstreamStore store;
    private final LookUpCache lookUps = new LookUpCache(CACHE, System::nanoTime);

    public Upstreams(UpstreamClients clients, Bulkhead bulkhead, CircuitBreakers breakers, UpstreamStore store) {
        this.clients = clients;
        this.bulkhead = bulkhead;
        this.breakers = breakers;
        this.store = store;
    }

    /** Whether a portal's customers may be at an upstream still. */
    public static boolean has(Portal portal) {
        return portal.upstream() != null;
    }

    /** Whether somebody may sign in so: what can't be a login or a password anywhere isn't asked for. */
    public static boolean canBeAsked(LoginName login, Secret password) {
        String text = password.reveal();
        return canBeAsked(login)
                && !text.isEmpty()
                && text.length() <= LONGEST_PASSWORD
                && text.indexOf(0) < 0
                && Json.isUnicode(text);
    }

    private static boolean canBeAsked(LoginName login) {
        return Username.parse(login.value()).isPresent();
    }

    /** Fails at once while the portal's upstream is known to be out of order, or has asked to be left alone. */
    public void requireInOrder(Portal portal) {
        breakers.requireClosed(settings(portal));
    }

    /**
     * Asks whether a login and password are right.
     *
     * @return the customer; empty if they aren't
     */
    public Optional<UpstreamCustomer> verify(Caller caller, LoginName login, Secret password) {
        Optional<UpstreamCustomer> told = ask(caller, upstream -> upstream.verify(login.value(), password));
        told.ifPresent(customer -> requireSame(caller, login, customer));
        return told;
    }

    /** Asks who has a login; an answer is good for a minute. */
    public LookUpResult lookUp(Caller caller, LoginName login) {
        if (!canBeAsked(login)) {
            return new LookUpResult.Unknown();
        }
        var asked = new LookUpCache.Asked(settings(caller.portal()).revision(), login);
        LookUpResult kept = lookUps.get(asked);
        if (kept != null) {
            return kept;
        }
        LookUpResult result = ask(caller, upstream -> upstream.lookUp(login.value()));
        if (result instanceof LookUpResult.Known(UpstreamCustomer customer)) {
            requireSame(caller, login, customer);
        }
        lookUps.put(asked, result);
        return result;
    }

    private void requireSame(Caller caller, LoginName login, UpstreamCustomer customer) {
        if (!customer.has(login)) {
            throw anotherCustomer(caller);
        }
    }

    /**
     * What a customer signs in with: the login by which they were asked for, and the other that the upstream tells, unless it is somebody else's
     * there. Mail of one customer may go to an address that is another's username (docs/decisions/0058).
     */
    public Set<LoginName> logins(Caller caller, LoginName login, UpstreamCustomer customer) {
        return customer.logins()
                .filter(each -> each.equals(login) || isTheirs(caller, each, customer))
                .collect(Collectors.toSet());
    }

    private boolean isTheirs(Caller caller, LoginName login, UpstreamCustomer customer) {
        return switch (lookUp(caller, login)) {
            case LookUpResult.Known(UpstreamCustomer owner) -> owner.isSame(customer);
            case LookUpResult.Disabled() -> false;
            case LookUpResult.Unknown() -> true;
        };
    }

    /** Says what is wrong with an answer, in words of ours; for the caller to throw. */
    private UpstreamAwayException fault(Caller caller, String what) {
        LOG.warn("upstream of portal {}: {}", caller.portal().id(), what);
        store.fault(caller.portal().id(), what, caller.auditContext());
        return new UpstreamAwayException(CircuitBreaker.PAUSE);
    }

    /** The same of an answer that tells of somebody else. */
    public UpstreamAwayException anotherCustomer(Caller caller) {
        return fault(caller, "it answered with another customer than was asked for");
    }

    /** The same of an answer with what another customer has here. */
    public UpstreamAwayException taken(Caller caller) {
        return fault(caller, "it answered with an id or account that another customer has here");
    }

    private <T> T ask(Caller caller, Function<Upstream, T> question) {
        UpstreamSettings settings = settings(caller.portal());
        breakers.requireClosed(settings);
        try {
            return bulkhead.run(() -> breakers.run(settings, () -> question.apply(clients.of(settings))));
        } catch (UpstreamFaultException e) {
            Duration pause = e.retryAfter();
            if (pause != null) {
                throw new UpstreamAwayException(pause);
            }
            throw fault(caller, e.what());
        }
    }

    private static UpstreamSettings settings(Portal portal) {
        return Objects.requireNonNull(portal.upstream());
    }
}
