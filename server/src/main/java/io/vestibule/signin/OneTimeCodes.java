package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.factor.FactorCodes;
import io.vestibule.factor.FactorKind;
import io.vestibule.factor.FactorStore;
import io.vestibule.factor.Guess;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permitted;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Codes for a portal's server, which keeps its own sessions: it says whose code it asks for, and hears whether one is right. */
public final class OneTimeCodes {
    private final CustomerStore customers;
    private final FactorStore store;
    private final FactorCodes codes;
    private final GuardStore guard;
    private final RateLimits limits;
    private final Lockout lockout;
    private final CodeMail mail;

    public OneTimeCodes(
            CustomerStore customers,
            FactorStore store,
            FactorCodes codes,
            GuardStore guard,
            RateLimits limits,
            Lockout lockout,
            CodeMail mail) {
        this.customers = customers;
        this.store = store;
        this.codes = codes;
        this.guard = guard;
        this.limits = limits;
        this.lockout = lockout;
        this.mail = mail;
    }

    /** How the judging of a code ended. */
    public sealed interface Result {
        /** It is the customer's, and used up; the count of failures is cleared. */
        record Right() implements Result {}

        /** It isn't, or a lock holds, or the customer is disabled or has no second factor: it counted as a failure. */
        record Wrong() implements Result {}

        /** The portal has no such customer. */
        record Unknown() implements Result {}

        /** Too many attempts; nothing was looked at. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** Judges a code of one of the kinds. */
    public Result verify(Caller caller, long customerId, Secret code, Set<FactorKind> kinds) {
        if (guard.acquire(limits.proof(caller, customerId))
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Result.Throttled(retryAfter);
        }
        if (find(caller, customerId).isEmpty()) {
            return new Result.Unknown();
        }
        Guess guess = codes.guess(store.state(customerId), code, kinds);
        return store.verify(guess, lockout, caller.auditContext()) ? new Result.Right() : new Result.Wrong();
    }

    /** What became of a request for a code. */
    public sealed interface Requested {
        /** The customer can show one: it is in their app or among their recovery codes, or was mailed. */
        record Ready() implements Requested {}

        /** None of the kinds can be the customer's. */
        record Unavailable() implements Requested {}

        /** The portal has no such customer. */
        record Unknown() implements Requested {}

        /** Too many requests; nothing was looked at or mailed. */
        record Throttled(Duration retryAfter) implements Requested {}
    }

    /** Asks for a code of the first of the kinds that can be the customer's: one by mail is sent, the others need nothing. */
    public Requested request(Caller caller, long customerId, List<FactorKind> kinds) {
        if (guard.acquire(limits.proof(caller, customerId))
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Requested.Throttled(retryAfter);
        }
        return find(caller, customerId)
                .map(customer -> kinds.stream()
                        .map(kind -> request(caller, customer, kind))
                        .filter(result -> !(result instanceof Requested.Unavailable))
                        .findFirst()
                        .orElseGet(Requested.Unavailable::new))
                .orElseGet(Requested.Unknown::new);
    }

    private Requested request(Caller caller, Customer customer, FactorKind kind) {
        return switch (kind) {
            case EMAIL ->
                switch (mail.send(caller, customer)) {
                    case CodeMail.Result.Mailed() -> new Requested.Ready();
                    case CodeMail.Result.NotByMail() -> new Requested.Unavailable();
                    case CodeMail.Result.Unknown() -> new Requested.Unknown();
                    case CodeMail.Result.Throttled(Duration retryAfter) -> new Requested.Throttled(retryAfter);
                };
            case TOTP, RECOVERY ->
                !customer.disabled()
                                && store.factors(customer.id()).usable(customer).contains(kind)
                        ? new Requested.Ready()
                        : new Requested.Unavailable();
        };
    }

    private Optional<Customer> find(Caller caller, long customerId) {
        return customers
                .byId(customerId)
                .filter(customer -> customer.portalId() == caller.portal().id());
    }
}
