package io.vestibule.signin;

import io.vestibule.factor.FactorCodes;
import io.vestibule.factor.FactorKind;
import io.vestibule.factor.FactorStore;
import io.vestibule.factor.Guess;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permitted;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.Collection;

/** Codes that a customer types: each is an attempt that takes its permits before anything is looked at. */
public final class CodeAttempts {
    private final FactorStore factors;
    private final FactorCodes codes;
    private final GuardStore guard;
    private final RateLimits limits;

    public CodeAttempts(FactorStore factors, FactorCodes codes, GuardStore guard, RateLimits limits) {
        this.factors = factors;
        this.codes = codes;
        this.guard = guard;
        this.limits = limits;
    }

    /**
     * What a code would prove, for the statement that decides, or how long to wait.
     *
     * @param kinds of which it may be
     */
    Permitted<Guess> attempt(Caller caller, long customer, Secret code, Collection<FactorKind> kinds) {
        if (guard.acquire(limits.proof(caller, customer))
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Permitted.Throttled<>(retryAfter);
        }
        return new Permitted.Granted<>(codes.guess(factors.state(customer), code, kinds));
    }
}
