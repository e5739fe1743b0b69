package io.vestibule.signin;

import io.vestibule.audit.AuditStore;
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
    private final SignInStore signIn;
    private final GuardStore guard;
    private final Budget budget;
    private final Lockout lockout;
    private final LinkStore store;
    private final Links links;
    private final AuditStore audit;
    private final MailSender mail;

    public LinkRequests(
            CustomerStore customers,
            SignInStore signIn,
            GuardStore guard,
            Budget budget,
            Lockout lockout,
            LinkStore store,
            Links links,
            AuditStore audit,
            MailSender mail) {
        this.customers = customers;
        this.signIn = signIn;
        this.guard = guard;
        this.budget = budget;
        this.lockout = lockout;
        this.store = store;
        this.links = links;
        this.audit = audit;
        this.mail = mail;
    }

    /** How it ended. Whether an address is known is for the dialect to tell or to keep. */
    public sealed interface Result {
        /** The mail is on its way. */
        record Mailed(Link link, boolean created) implements Result {}

        /** Nobody has the address. */
        record Unknown() implements Result {}

        /** The customer can't sign in; no mail. */
        record Disabled(long customerId) implements Result {}

        /** Too many requests; no mail. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** A link to sign in with, for a customer who is made if there is none. */
    public Result access(Caller caller, EmailAddress email, String url, @Nullable String language) {
        Maker maker = (customer, address) -> links.signIn(customer, address, url);
        Result known = request(caller, budget.mail(caller, email.login()), email.login(), maker);
        if (!(known instanceof Result.Unknown)) {
            return audited(caller, email.login(), known);
        }
        if (guard.acquire(budget.creation(caller)) instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Result.Throttled(retryAfter);
        }
        NewCustomer customer = NewCustomer.withoutPassword(caller.portal().id(), email, language, Profile.EMPTY);
        Optional<SignInStore.Registered> registered =
                signIn.register(customer, made -> links.signIn(made, email, url), store, caller.origin());
        if (registered.isEmpty()) { // another request made the customer meanwhile
            return request(caller, budget.none(), email.login(), maker);
        }
        mail.nudge();
        return new Result.Mailed(registered.get().link(), true);
    }

    /** A link to sign in with, for a customer who is there. */
    public Result signIn(Caller caller, EmailAddress email, String url) {
        LoginName login = email.login();
        return audited(
                caller,
                login,
                request(
                        caller,
                        budget.mailAndLookUp(caller, login),
                        login,
                        (customer, address) -> links.signIn(customer, address, url)));
    }

    /** A link to set a new password. Known or not, one transaction is written and flushed, so that it takes the same time. */
    public Result reset(Caller caller, EmailAddress email, String url) {
        LoginName login = email.login();
        return audited(
                caller,
                login,
                request(
                        caller,
                        budget.mail(caller, login),
                        login,
                        (customer, address) -> links.reset(customer, address, url)));
    }

    /** The same, to our own page: for portals that give no URL of theirs. The login may be a username. */
    public Result resetHere(Caller caller, LoginName login) {
        return audited(caller, login, request(caller, budget.mail(caller, login), login, links::resetHere));
    }

    /** The same for a customer who is known already. */
    public Result resetHere(Caller caller, Customer customer) {
        return customer.address()
                .map(address -> {
                    Permitted<Boolean> permitted = guard.acquire(budget.mail(caller, address.login()));
                    return permitted instanceof Permitted.Throttled<Boolean>(Duration retryAfter)
                            ? new Result.Throttled(retryAfter)
                            : issued(caller, customer, address, links::resetHere);
                })
                .orElseGet(Result.Unknown::new);
    }

    /** A link to change the address with. */
    public Result changeEmail(Caller caller, EmailAddress email, String url) {
        LoginName login = email.login();
        return audited(
                caller,
                login,
                request(
                        caller,
                        budget.mailAndLookUp(caller, login),
                        login,
                        (customer, address) -> links.changeEmail(customer, address, url)));
    }

    /** A request that came to nothing is told by itself; any other, by the statement that stores its link. */
    private Result audited(Caller caller, LoginName login, Result result) {
        switch (result) {
            case Result.Unknown() -> {
                byte[] keyed = lockout.unknown(caller.portal().id(), login.value());
                Json.Object detail = Json.object()
                        .put("login", HexFormat.of().formatHex(keyed))
                        .build();
                audit.write("link_refused", caller.origin(), null, detail);
            }
            case Result.Disabled(long customerId) ->
                audit.write(
                        "link_refused",
                        caller.origin(),
                        customerId,
                        Json.object().build());
            case Result.Mailed mailed -> {}
            case Result.Throttled throttled -> {}
        }
        return result;
    }

    /** Makes the link of a purpose. */
    @FunctionalInterface
    private interface Maker {
        Link link(Customer customer, EmailAddress address);
    }

    private Result request(Caller caller, Permits permits, LoginName login, Maker maker) {
        return switch (customers.byLogin(permits, caller.portal().id(), login)) {
            case Permitted.Throttled<Optional<Customer>>(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Granted<Optional<Customer>>(Optional<Customer> found) -> {
                Customer customer = found.orElse(null);
                EmailAddress address = found.flatMap(Customer::address).orElse(null);
                if (customer == null || address == null) {
                    yield new Result.Unknown();
                }
                // A username leads to the same mailbox: it has no budget of its own
                if (!address.login().equals(login)
                        && guard.acquire(budget.mail(caller, address.login()))
                                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
                    yield new Result.Throttled(retryAfter);
                }
                yield issued(caller, customer, address, maker);
            }
        };
    }

    private Result issued(Caller caller, Customer customer, EmailAddress address, Maker maker) {
        if (customer.disabled()) {
            return new Result.Disabled(customer.id());
        }
        Link link = maker.link(customer, address);
        store.issue(link, caller.origin());
        mail.nudge();
        return new Result.Mailed(link, false);
    }
}
