package io.vestibule.operator;

import io.vestibule.operator.OperatorFactorStore.Held;
import io.vestibule.operator.OperatorSignIn.SecondStep;
import io.vestibule.passkey.Assertion;
import org.jspecify.annotations.Nullable;

/** An operator's sign-in with a passkey: in the place of a code, or alone, which has verified its user and so is both factors. */
public final class OperatorPasskeySignIn {
    private final OperatorSignIn signIn;
    private final OperatorSignInStore store;
    private final OperatorFactorStore factors;
    private final OperatorSignatures signatures;
    private final OperatorLimits limits;

    public OperatorPasskeySignIn(OperatorSignIn signIn, OperatorSignIn.Parts parts) {
        this.signIn = signIn;
        this.store = parts.store();
        this.factors = parts.factors();
        this.signatures = parts.signatures();
        this.limits = new OperatorLimits(parts.limits());
    }

    /** What the browser is to be asked by whoever signs in with a passkey alone. */
    public OperatorSignatures.Options options(Principals.Origin origin) {
        return signatures.begin(limits.passkeyOptions(origin), null);
    }

    /** The same in the place of a code, after the password. */
    public OperatorSignatures.Options options(String token, Principals.Origin origin) {
        return factors.held(new OperatorClaim.Waiting(token))
                .map(held -> signatures.begin(
                        limits.passkeyOptions(origin), held.operator().id()))
                .orElseGet(OperatorSignatures.Options.Expired::new);
    }

    /** Verifies a signature in the place of a code, and opens a session. */
    public SecondStep passkey(String token, Assertion answer, @Nullable String former, Principals.Origin origin) {
        var claim = new OperatorClaim.Waiting(token);
        Held waiting = factors.held(claim).orElse(null);
        if (waiting == null) {
            return new SecondStep.Expired();
        }
        long operator = waiting.operator().id();
        return signIn.permitted(
                limits.attempt("code " + operator, origin),
                () -> signIn.opened(
                        claim,
                        signatures
                                .verify(answer, operator)
                                .map(OperatorSignatures.Signed::shown)
                                .orElseGet(ShownFactor.WrongSignature::new),
                        former,
                        origin));
    }

    /** Verifies a signature by a passkey alone, and opens a session. */
    public SecondStep passkey(Assertion answer, @Nullable String former, Principals.Origin origin) {
        return signIn.permitted(
                limits.passkey(origin),
                () -> signatures
                        .verify(answer, null)
                        .map(signed -> signIn.opened(
                                new OperatorClaim.Holder(signed.operator()), signed.shown(), former, origin))
                        .orElseGet(() -> {
                            store.refused(OperatorSignIn.unknown(origin));
                            return new SecondStep.Refused();
                        }));
    }
}
