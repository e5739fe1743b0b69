package io.vestibule.operator;

import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.json.Json;
import io.vestibule.operator.OperatorSignInStore.Signer;
import io.vestibule.passkey.Assertion;
import io.vestibule.passkey.PasskeyChallenge;
import io.vestibule.passkey.PasskeyDescriptor;
import io.vestibule.passkey.PasskeyOptions;
import io.vestibule.passkey.PasskeyUse;
import io.vestibule.passkey.WebAuthn;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks operators' browsers for a signature by a passkey, whose user it has verified, and makes sure of it. */
public final class OperatorSignatures {
    private final OperatorSignInStore store;
    private final WebAuthn webAuthn;
    private final @Nullable ConsoleParty party;

    /** @param publicUrl where browsers reach the console */
    public OperatorSignatures(OperatorSignInStore store, WebAuthn webAuthn, URI publicUrl) {
        this.store = store;
        this.webAuthn = webAuthn;
        this.party = ConsoleParty.of(publicUrl).orElse(null);
    }

    /** How asking for options ended. */
    public sealed interface Options {
        /** What the browser is to be asked. */
        record Ready(Json.Object options) implements Options {}

        /** Browsers use no passkeys here, or the operator has none for this site. */
        record NotHere() implements Options {}

        /** Nobody waits to be asked, or no longer. */
        record Expired() implements Options {}

        /** Too many; nothing was begun. */
        record Throttled(Duration retryAfter) implements Options {}
    }

    /** What an operator can show beside a password. */
    Set<OperatorSignIn.Factor> factors(long operator) {
        return store.factors(operator, party);
    }

    /** @param operator whose passkeys will do; null for anybody's */
    Options begin(Permits permits, @Nullable Long operator) {
        if (party == null) {
            return new Options.NotHere();
        }
        PasskeyChallenge challenge = PasskeyChallenge.random();
        return switch (store.begin(permits, party, operator, challenge)) {
            case Permitted.Throttled<List<PasskeyDescriptor>>(Duration wait) -> new Options.Throttled(wait);
            case Permitted.Granted<List<PasskeyDescriptor>>(List<PasskeyDescriptor> passkeys) ->
                operator != null && passkeys.isEmpty()
                        ? new Options.NotHere()
                        : new Options.Ready(
                                PasskeyOptions.request(party, challenge, operator == null ? null : passkeys));
        };
    }

    /** What a signature is, and whose. */
    record Signed(long operator, ShownFactor shown) {}

    /**
     * Makes sure of a signature; empty if nobody waits for it, or it is by no passkey that would do.
     *
     * @param operator for whom it was begun; null for anybody: it has to say whose it is
     */
    Optional<Signed> verify(Assertion answer, @Nullable Long operator) {
        if (party == null || answer.challenge().isEmpty()) {
            return Optional.empty();
        }
        PasskeyChallenge challenge = new PasskeyChallenge(answer.challenge());
        return store.signer(party, operator, challenge, answer.id())
                .filter(signer -> answer.userHandle() == null
                        ? operator != null
                        : Arrays.equals(answer.userHandle(), signer.handle()))
                .map(signer -> new Signed(signer.operator(), shown(answer, signer, challenge, party)));
    }

    private ShownFactor shown(Assertion answer, Signer signer, PasskeyChallenge challenge, ConsoleParty site) {
        return switch (webAuthn.verify(answer, signer.key(), new WebAuthn.Ceremony(site, challenge, true))) {
            case WebAuthn.Result.Right<PasskeyUse>(PasskeyUse use) ->
                new ShownFactor.Signature(signer.passkey(), challenge, use);
            case WebAuthn.Result.Refused<PasskeyUse> refused -> new ShownFactor.WrongSignature();
        };
    }
}
