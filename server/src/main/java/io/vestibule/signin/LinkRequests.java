package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.NewCustomer;
import io.vestibule.customer.Profile;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.guard.Permitted.Granted;
import io.vestibule.json.Json;
import io.vestibule.link.Link;
import io.vestibule.link.LinkStore;
import io.vestibule.link.Links;
import io.vestibule.mail.MailSender;
import io.vestibule.portal.Caller;
import io.vestibule.signin.RegistrationStore.Registered;
import io.vestibule.upstream.LookUpResult;
import io.vestibule.upstream.UpstreamLookUp;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asking for a link by mail: to sign in, to set a new password, to change the address. The caller has made sure that the URL is
 * one that the portal allows. Mail goes only to the address that is stored, never to the one that was typed.
 */
public final class LinkRequests {
    private final CustomerStore customers;
    private final RegistrationStore registrations;
    private final GuardStore guard;
    private final RateLimits limits;
    private final Lockout lockout;
    private final LinkStore store;
    private final Links links;
    private final MailSender mail;
    private final UpstreamLookUp upstream;

    public LinkRequests(
            CustomerStore customers,
            RegistrationStore registrations,
            GuardStore guard,
            RateLimits limits,
            Lockout lockout,
            LinkStore store,
            Links links,
            MailSender mail,
            UpstreamLookUp upstream) {
        this.customers = customers;
        this.registrations = registrations;
        this.guard = guard;
        this.limits = limits;
        this.lockout = lockout;
        this.store = store;
        this.links = links;
        this.mail = mail;
        this.upstream = upstream;
    }

    /** How it ended. Whether an address is known is for the dialect to tell or to keep. */
    public sealed interface Result {
        /** The mail is on its way. */
        record Mailed(Link link, boolean created) implements Result {}

        /** Nobody has the address. */
        record Unknown() implements Result {}

        /** The customer, 0 for one of the portal's upstream, can't sign in; no mail. */
        record Disabled(long customerId) implements Result {}

        /** Too many requests; no mail. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** A link to sign in with, for a customer who is made if there is none. */
    public Result access(Caller caller, EmailAddress email, String url, @Nullable String language) {
        LoginName login = email.login();
        Maker maker = (customer, address) -> links.signIn(customer, address, url);
        return switch (find(caller, limits.mail(caller, login), login)) {
            case Permitted.Throttled<Optional<Customer>>(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Granted<Optional<Customer>>(Optional<Customer> found) ->
                found.isPresent() ? answered(caller, login, found, maker) : created(caller, email, language, maker);
        };
    }

    private Result created(Caller caller, EmailAddress email, @Nullable String language, Maker maker) {
        if (upstream.find(caller, email.login()) instanceof LookUpResult.Disabled) {
            return new Result.Disabled(0);
        }
        if (guard.acquire(limits.creation(caller)) instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Result.Throttled(retryAfter);
        }
        NewCustomer customer = NewCustomer.withoutPassword(caller.portal().id(), email, language, Profile.EMPTY);
        return switch (registrations.register(
                customer, made -> maker.link(made, email), Permits.NONE, caller.auditContext())) {
            case Permitted.Throttled<Optional<Registered>>(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Granted<Optional<Registered>>(Optional<Registered> registered) ->
                registered
                        .<Result>map(made -> {
                            mail.nudge();
                            return new Result.Mailed(made.link(), true);
                        })
                        // another request made the customer meanwhile
                        .orElseGet(() -> request(caller, Permits.NONE, email.login(), maker));
        };
    }

    /** A link to sign in with, for a customer who is there. */
    public Result signIn(Caller caller, EmailAddress email, String url) {
        LoginName login = email.login();
        return request(
                caller,
                limits.mailAndLookUp(caller, login),
                login,
                (customer, address) -> links.signIn(customer, address, url));
    }

    /**
     * The same, to our own page. The login may be a username.
     *
     * @param query what the link carries on, as a URL has it behind its question mark; may be empty
     */
    public Result signInHere(Caller caller, LoginName login, String query) {
        return request(
                caller,
                limits.mail(caller, login),
                login,
                (customer, address) -> links.signInHere(customer, address, query));
    }

    /** A link to set a new password. */
    public Result reset(Caller caller, EmailAddress email, String url) {
        LoginName login = email.login();
        return request(
                caller, limits.mail(caller, login), login, (customer, address) -> links.reset(customer, address, url));
    }

    /** The same, to our own page: for portals that give no URL of theirs. The login may be a username. */
    public Result resetHere(Caller caller, LoginName login) {
        return resetHere(caller, login, "");
    }

    /** The same for a customer who is known already. */
    public Result resetHere(Caller caller, Customer customer) {
        return resetHere(caller, customer, "");
    }

    /**
     * The same from a page of ours, for whoever has the login.
     *
     * @param query what the link carries on, as a URL has it behind its question mark; may be empty
     */
    public Result resetHere(Caller caller, LoginName login, String query) {
        return request(
                caller,
                limits.mail(caller, login),
                login,
                (customer, address) -> links.resetHere(customer, address, query));
    }

    /** The same for a customer who is known already. */
    public Result resetHere(Caller caller, Customer customer, String query) {
        return known(caller, customer, (owner, address) -> links.resetHere(owner, address, query));
    }

    /** A link to change the address with. */
    public Result changeEmail(Caller caller, EmailAddress email, String url) {
        LoginName login = email.login();
        return request(
                caller,
                limits.mailAndLookUp(caller, login),
                login,
                (customer, address) -> links.changeEmail(customer, address, url));
    }

    /** Another link to our page that verifies the address of a customer who is signed in. */
    public Result verification(Caller caller, Customer customer) {
        return known(caller, customer, (owner, address) -> links.verification(owner.portalId(), owner.id(), address));
    }

    /** Makes the link of a purpose. */
    @FunctionalInterface
    private interface Maker {
        Link link(Customer customer, EmailAddress address);
    }

    /** Who has the login; whom only the portal's upstream knows is made from its look-up, as the mailbox is the proof. */
    private Permitted<Optional<Customer>> find(Caller caller, Permits permits, LoginName login) {
        long portal = caller.portal().id();
        Permitted<Optional<Customer>> found = customers.byLogin(permits, portal, login);
        return found instanceof Granted<Optional<Customer>>(Optional<Customer> customer)
                        && customer.isEmpty()
                        && upstream.bring(caller, login)
                ? customers.byLogin(Permits.NONE, portal, login)
                : found;
    }

    private Result request(Caller caller, Permits permits, LoginName login, Maker maker) {
        return switch (find(caller, permits, login)) {
            case Permitted.Throttled<Optional<Customer>>(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Granted<Optional<Customer>>(Optional<Customer> found) -> answered(caller, login, found, maker);
        };
    }

    /**
     * Known, disabled or unknown: a link is made, and one statement goes out. Only what it writes differs, so neither time nor round
     * trips tell which it was.
     */
    private Result answered(Caller caller, LoginName login, Optional<Customer> found, Maker maker) {
        long portal = caller.portal().id();
        byte[] keyed = lockout.unknown(portal, login.value());
        Customer customer = found.filter(known -> known.address().isPresent()).orElseGet(() -> Customer.nobody(portal));
        EmailAddress address = customer.address().orElseThrow();
        Link link = maker.link(customer, address);
        if (!customer.disabled()) {
            return address.login().equals(login)
                    ? issued(caller, Permits.NONE, link)
                    : issuedByUsername(caller, link, address);
        }
        boolean unknown = customer.id() == 0;
        Json.Builder detail = Json.object();
        if (unknown) {
            detail.put("login", HexFormat.of().formatHex(keyed));
        }
        store.refuse(link, unknown ? null : customer.id(), detail, caller.auditContext());
        return unknown ? new Result.Unknown() : new Result.Disabled(customer.id());
    }

    private Result known(Caller caller, Customer customer, Maker maker) {
        Optional<EmailAddress> address = customer.address();
        if (address.isEmpty()) {
            return new Result.Unknown();
        }
        return customer.disabled()
                ? new Result.Disabled(customer.id())
                : issued(caller, limits.mail(caller, address.get().login()), maker.link(customer, address.get()));
    }

    /**
     * A username leads to the same mailbox, so that its mail counts by the address. Where that gets no more, the answer is as for a username that
     * nobody has: another would tell that somebody has it, and whose address is theirs.
     */
    private Result issuedByUsername(Caller caller, Link link, EmailAddress address) {
        return switch (issued(caller, limits.mailTo(caller, address.login()), link)) {
            case Result.Throttled throttled -> new Result.Unknown();
            case Result other -> other;
        };
    }

    private Result issued(Caller caller, Permits permits, Link link) {
        if (store.issue(permits, link, caller.auditContext())
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Result.Throttled(retryAfter);
        }
        mail.nudge();
        return new Result.Mailed(link, false);
    }
}
