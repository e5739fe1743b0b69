package io.vestibule.operator;

import io.vestibule.audit.Actor;
import io.vestibule.factor.TotpSecret;
import io.vestibule.json.Json;
import io.vestibule.operator.OperatorSetupStore.NewFactor;
import io.vestibule.passkey.Attestation;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How an operator, by a link that is good once, sets a password and a second factor: an app, or a passkey. */
public final class OperatorSetup {
    /** Where the links lead, behind the public URL. */
    public static final String PATH = "/console/setup/";

    /** An operator has more to lose than a customer (SP 800-63B-4 section 3.1.1.2: 8 beside another factor). */
    private static final int LEAST = 8;

    private final OperatorSetupStore store;
    private final OperatorCodes codes;
    private final OperatorPasskeys passkeys;
    private final PasswordPolicy policy;
    private final HashPool pool;

    public OperatorSetup(
            OperatorSetupStore store,
            OperatorCodes codes,
            OperatorPasskeys passkeys,
            PasswordPolicy policy,
            HashPool pool) {
        this.store = store;
        this.codes = codes;
        this.passkeys = passkeys;
        this.policy = policy;
        this.pool = pool;
    }

    /**
     * What the link's page shows.
     *
     * @param secret the same each time the page is shown
     */
    public record Offer(String email, String name, TotpSecret secret) {
        /** What the app reads from a QR code. */
        public String uri() {
            return secret.uri("Vestibule", email);
        }
    }

    /** How setting them ended. */
    public sealed interface Result {
        record Done() implements Result {}

        /** The policy refuses the password, by a sentence. The link is still good. */
        record PasswordRefused(String sentence) implements Result {}

        /** It is no code of the app that was shown. The link is still good. */
        record WrongCode() implements Result {}

        /** The passkey isn't right, or the page was open for too long. The link is still good. */
        record PasskeyRefused() implements Result {}

        /** The link is unknown, used up or too old. */
        record NoLink() implements Result {}
    }

    /** What the link opens; empty if it isn't good. */
    public Optional<Offer> open(String token) {
        return store.find(token).flatMap(found -> {
            byte[] sealed = found.totp() == null
                    ? store.offer(token, codes.seal(found.operator(), TotpSecret.random()))
                    : found.totp();
            return sealed == null
                    ? Optional.empty()
                    : Optional.of(new Offer(found.email(), found.name(), codes.open(found.operator(), sealed)));
        });
    }

    /** Sets password and second factor, and ends what the operator's former ones opened. */
    public Result complete(String token, Secret password, Secret code, Principals.Origin origin) {
        OperatorSetupStore.Found found = store.find(token).orElse(null);
        if (found == null || found.totp() == null) {
            return new Result.NoLink();
        }
        Optional<String> objection = objection(password, found.email());
        if (objection.isPresent()) {
            return new Result.PasswordRefused(objection.get());
        }
        OptionalLong step = codes.step(found.operator(), found.totp(), code, found.now(), 0);
        if (step.isEmpty()) {
            return new Result.WrongCode();
        }
        var app = new NewFactor.App(found.totp(), step.getAsLong());
        return complete(token, found, password, app, origin) ? new Result.Done() : new Result.NoLink();
    }

    private boolean complete(
            String token, OperatorSetupStore.Found found, Secret password, NewFactor factor, Principals.Origin origin) {
        return store.complete(
                token,
                found,
                pool.hash(password),
                factor,
                Principals.context(Actor.OPERATOR, found.operator(), found.name(), origin));
    }

    /** What the browser of whoever has the link is to be asked for a passkey; empty if the link isn't good, or browsers make none. */
    public Optional<Json.Object> options(String token) {
        return store.find(token).flatMap(found -> passkeys.options(found.operator()));
    }

    /** The same as {@link #complete} with a passkey that the browser made. */
    public Result complete(String token, Secret password, Attestation answer, String name, Principals.Origin origin) {
        OperatorSetupStore.Found found = store.find(token).orElse(null);
        if (found == null) {
            return new Result.NoLink();
        }
        Optional<String> objection = objection(password, found.email());
        if (objection.isPresent()) {
            return new Result.PasswordRefused(objection.get());
        }
        return passkeys.verified(found.operator(), answer, name)
                .filter(right -> complete(token, found, password, new NewFactor.Passkey(right), origin))
                .<Result>map(right -> new Result.Done())
                .orElseGet(Result.PasskeyRefused::new);
    }

    private Optional<String> objection(Secret password, String email) {
        String text = password.reveal();
        return text.codePointCount(0, text.length()) < LEAST
                ? Optional.of("The password field must be at least " + LEAST + " characters.")
                : policy.objection(password, List.of(email));
    }
}
