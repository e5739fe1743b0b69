package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.NewCustomer;
import io.vestibule.customer.Profile;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.link.Link;
import io.vestibule.link.Links;
import io.vestibule.mail.MailSender;
import io.vestibule.password.HashPool;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.signin.RegistrationStore.Registered;
import io.vestibule.upstream.LookUpResult;
import io.vestibule.upstream.UpstreamLookUp;
import io.vestibule.upstream.Upstreams;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Registering: the customer, their login and the mail that greets them come to be in one transaction, or not at all. */
public final class SignUp {
    private final CustomerStore customers;
    private final RegistrationStore registrations;
    private final RateLimits limits;
    private final Links links;
    private final HashPool pool;
    private final MailSender mail;
    private final UpstreamLookUp upstream;

    public SignUp(
            CustomerStore customers,
            RegistrationStore registrations,
            RateLimits limits,
            Links links,
            HashPool pool,
            MailSender mail,
            UpstreamLookUp upstream) {
        this.customers = customers;
        this.registrations = registrations;
        this.limits = limits;
        this.links = links;
        this.pool = pool;
        this.mail = mail;
        this.upstream = upstream;
    }

    /** How it ended. */
    public sealed interface Result {
        /** The customer is there, and a mail with the link on its way. */
        record Registered(Customer customer, Link link) implements Result {}

        /** Somebody has the address, here or at the portal's upstream; nothing was stored or sent. */
        record Taken() implements Result {}

        /** Too many registrations; nothing was stored or sent. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** Registers a customer who signs in by links, and mails the first one. */
    public Result withoutPassword(
            Caller caller, EmailAddress email, Profile profile, @Nullable String language, String url) {
        return refusedHere(caller, email).or(() -> takenThere(caller, email)).orElseGet(() -> {
            NewCustomer customer = NewCustomer.withoutPassword(caller.portal().id(), email, language, profile);
            return register(caller, customer, made -> links.signIn(made, email, url));
        });
    }

    /** Registers a customer with a password, and mails a link that verifies the address. The policy has accepted the password. */
    public Result withPassword(
            Caller caller, EmailAddress email, Secret password, Profile profile, @Nullable String language) {
        try (HashPool.Place place = pool.reserve()) {
            Optional<Result> refused = refusedHere(caller, email);
            if (refused.isPresent()) {
                return refused.get();
            }
            if (!Upstreams.has(caller.portal())) {
                return registerInPublic(caller, email, place.hash(password), profile, language);
            }
        }
        // The upstream may take its time: nobody holds a place meanwhile
        return takenThere(caller, email)
                .orElseGet(() -> registerInPublic(caller, email, pool.hash(password), profile, language));
    }

    private Optional<Result> refusedHere(Caller caller, EmailAddress email) {
        Permits permits = limits.registration(caller, email.login());
        return switch (customers.byLogin(permits, caller.portal().id(), email.login())) {
            case Permitted.Throttled<Optional<Customer>>(Duration retryAfter) ->
                Optional.of(new Result.Throttled(retryAfter));
            case Permitted.Granted<Optional<Customer>>(Optional<Customer> holder) ->
                holder.<Result>map(somebody -> new Result.Taken());
        };
    }

    private Optional<Result> takenThere(Caller caller, EmailAddress email) {
        return upstream.find(caller, email.login()) instanceof LookUpResult.Unknown
                ? Optional.empty()
                : Optional.of(new Result.Taken());
    }

    private Result registerInPublic(
            Caller caller, EmailAddress email, String hash, Profile profile, @Nullable String language) {
        long portal = caller.portal().id();
        return register(
                caller,
                NewCustomer.inPublic(portal, email, hash, language, profile),
                made -> links.verification(portal, made.id(), email));
    }

    private Result register(Caller caller, NewCustomer customer, Function<Customer, Link> greeting) {
        EmailAddress address = customer.email();
        return switch (registrations.register(
                customer, greeting, limits.mailTo(caller, address.login()), caller.auditContext())) {
            case Permitted.Throttled<Optional<Registered>>(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Permitted.Granted<Optional<Registered>>(Optional<Registered> registered) ->
                registered
                        .<Result>map(made -> {
                            mail.nudge();
                            return new Result.Registered(made.customer(), made.link());
                        })
                        .orElseGet(Result.Taken::new);
        };
    }
}
