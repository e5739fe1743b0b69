package io.vestibule.operator;

import io.vestibule.guard.Permitted.Throttled;
import io.vestibule.passkey.Assertion;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * An operator who is signed in proves that it still is them, before they do what an owner alone may and what can't be undone (ASVS 7.5.3):
 * a code of their app, or a passkey. It holds for five minutes, in that session.
 */
public final class OperatorProof {
    private final OperatorSignIn.Parts parts;
    private final OperatorLimits limits;

    public OperatorProof(OperatorSignIn.Parts parts) {
        this.parts = parts;
        this.limits = new OperatorLimits(parts.limits());
    }

    /** How a proof ended. */
    public sealed interface Result {
        record Proven() implements Result {}

        /** What was shown is wrong, or a lock holds. */
        record Refused() implements Result {}

        /** The session is over. */
        record Expired() implements Result {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** What an operator can show. */
    public Set<OperatorSignIn.Factor> factors(Principal operator) {
        return parts.signatures().factors(operator.id());
    }

    /** Verifies a code of their app. */
    public Result code(Principal operator, Secret code, Principals.Origin origin) {
        return proven(
                operator,
                origin,
                () -> new ShownFactor.Code(held -> parts.codes().step(held, code)));
    }

    /** What the browser is to be asked. */
    public OperatorSignatures.Options options(Principal operator, Principals.Origin origin) {
        return parts.signatures().begin(limits.passkeyOptions(origin), operator.id());
    }

    /** Verifies a signature by a passkey of theirs. */
    public Result passkey(Principal operator, Assertion answer, Principals.Origin origin) {
        return proven(
                operator,
                origin,
                () -> parts.signatures()
                        .verify(answer, operator.id())
                        .map(OperatorSignatures.Signed::shown)
                        .orElseGet(ShownFactor.WrongSignature::new));
    }

    private Result proven(Principal operator, Principals.Origin origin, Supplier<ShownFactor> shown) {
        UUID session = operator.session();
        if (session == null) {
            return new Result.Expired();
        }
        if (parts.store().acquire(limits.attempt("code " + operator.id(), origin))
                instanceof Throttled<Boolean>(Duration retryAfter)) {
            return new Result.Throttled(retryAfter);
        }
        Optional<OperatorFactorStore.Decision> decision = parts.factors()
                .prove(session, shown.get(), parts.lockout(), held -> OperatorSignIn.context(held, origin));
        return decision.<Result>map(made -> made.accepted() ? new Result.Proven() : new Result.Refused())
                .orElseGet(Result.Expired::new);
    }
}
