package io.vestibule.signin;

import io.vestibule.customer.LoginName;
import io.vestibule.guard.Permitted;
import io.vestibule.json.Json;
import io.vestibule.passkey.Assertion;
import io.vestibule.passkey.Decoys;
import io.vestibule.passkey.PasskeyChallenge;
import io.vestibule.passkey.PasskeyDescriptor;
import io.vestibule.passkey.PasskeyFault;
import io.vestibule.passkey.PasskeyOptions;
import io.vestibule.passkey.PasskeyUse;
import io.vestibule.passkey.RelyingParties;
import io.vestibule.passkey.RelyingParty;
import io.vestibule.passkey.WebAuthn;
import io.vestibule.portal.Caller;
import io.vestibule.portal.RpId;
import io.vestibule.session.IssuedTokens;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.session.Sessions;
import io.vestibule.signin.PasskeyProofStore.Found;
import io.vestibule.signin.PasskeyProofStore.Held;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with a passkey, which has verified its user: that is both factors, so none is asked for afterwards. A signature can't be
 * guessed, so a lock that wrong passwords brought doesn't stop it, and it counts no failure.
 */
public final class PasskeySignIn {
    private final PasskeyRequestStore requests;
    private final PasskeyProofStore store;
    private final RelyingParties parties;
    private final WebAuthn webAuthn;
    private final Decoys decoys;
    private final RateLimits limits;
    private final Sessions sessions;

    public PasskeySignIn(
            PasskeyRequestStore requests,
            PasskeyProofStore store,
            RelyingParties parties,
            WebAuthn webAuthn,
            Decoys decoys,
            RateLimits limits,
            Sessions sessions) {
        this.requests = requests;
        this.store = store;
        this.parties = parties;
        this.webAuthn = webAuthn;
        this.decoys = decoys;
        this.limits = limits;
        this.sessions = sessions;
    }

    /** How asking for options ended. */
    public sealed interface Options {
        /** What the browser is to be asked. */
        record Ready(Json.Object options) implements Options {}

        /** Browsers would refuse the portal's passkeys on such a page. */
        record NotHere() implements Options {}

        /** Too many; nothing was begun. */
        record Throttled(Duration retryAfter) implements Options {}
    }

    /** How a sign-in ended: with a session that is the portal's own, or a browser's. */
    public sealed interface Result<T> {
        /** What the client goes on with. */
        record Opened<T>(T granted) implements Result<T> {}

        /** Nobody has this passkey any more: its customer's passkey manager may forget it. */
        record Unknown<T>(RpId site) implements Result<T> {}

        /** It is wrong, or of another portal, or its customer is disabled: nobody learns which. */
        record Refused<T>() implements Result<T> {}

        /** Page, device or setting are at fault, and which of them may be told. */
        record Faulty<T>(PasskeyFault fault) implements Result<T> {}

        /** It doesn't say whose it is, and no login was given. */
        record Nameless<T>() implements Result<T> {}

        /** The challenge is out of date or used, or was none: the sign-in begins again. */
        record Expired<T>() implements Result<T> {}

        /** Too many attempts; nothing was verified. */
        record Throttled<T>(Duration retryAfter) implements Result<T> {}
    }

    /** What a right signature brings: how it is stored, and what the client gets then. */
    private record Wanted<T>(Grant grant, LongFunction<T> granted) {}

    /**
     * Begins a sign-in.
     *
     * @param origin of the page; null where it isn't known
     * @param login  whose passkeys will do; null for any. A login that nobody has is answered as one that somebody has
     */
    public Options options(Caller caller, @Nullable String origin, @Nullable LoginName login) {
        RelyingParty party = parties.forPage(caller.portal(), origin).orElse(null);
        if (party == null) {
            return new Options.NotHere();
        }
        PasskeyChallenge challenge = PasskeyChallenge.random();
        if (login == null) {
            return switch (requests.begin(limits.passkeyOptions(caller), party, challenge)) {
                case Permitted.Throttled<Boolean>(Duration retryAfter) -> new Options.Throttled(retryAfter);
                case Permitted.Granted<Boolean> granted ->
                    new Options.Ready(PasskeyOptions.request(party, challenge, null));
            };
        }
        List<PasskeyDescriptor> decoy = decoys.of(caller.portal().id(), login.value());
        return switch (requests.begin(limits.passkeyOptions(caller, login), party, challenge, login)) {
            case Permitted.Throttled<List<PasskeyDescriptor>>(Duration retryAfter) -> new Options.Throttled(retryAfter);
            case Permitted.Granted<List<PasskeyDescriptor>>(List<PasskeyDescriptor> passkeys) ->
                new Options.Ready(PasskeyOptions.request(party, challenge, passkeys.isEmpty() ? decoy : passkeys));
        };
    }

    /** Verifies a signature and opens a session. */
    public Result<IssuedTokens> open(Caller caller, Assertion answer) {
        Sessions.PendingSession pending = sessions.newRefreshableSession();
        return open(
                caller,
                answer,
                new Wanted<>(
                        new Grant.Session(pending.session(), Challenge.random()),
                        customer ->
                                sessions.issueTokens(pending, caller.portal().id(), customer)));
    }

    /**
     * The same for the session of a browser on our own pages.
     *
     * @param former the cookie that the browser has so far; null for none
     */
    public Result<NewBrowserSession> openInBrowser(Caller caller, Assertion answer, @Nullable String former) {
        NewBrowserSession opened = sessions.newBrowserSession(former);
        return open(caller, answer, new Wanted<>(new Grant.Browser(opened, Challenge.random()), customer -> opened));
    }

    private <T> Result<T> open(Caller caller, Assertion answer, Wanted<T> wanted) {
        PasskeyChallenge challenge = new PasskeyChallenge(answer.challenge());
        return switch (store.find(limits.passkey(caller), caller.portal().id(), challenge, answer.id())) {
            case Permitted.Throttled<Optional<Found>>(Duration retryAfter) -> new Result.Throttled<>(retryAfter);
            case Permitted.Granted<Optional<Found>>(Optional<Found> found) ->
                found.map(waiting -> open(caller, answer, challenge, waiting, wanted))
                        .orElseGet(Result.Expired::new);
        };
    }

    private <T> Result<T> open(
            Caller caller, Assertion answer, PasskeyChallenge challenge, Found found, Wanted<T> wanted) {
        Held passkey = found.passkey();
        if (passkey == null) {
            // One of another portal must not be forgotten, nor an operator's for the console
            return found.known()
                    ? refused(caller, null, "portal", new Result.Refused<>())
                    : refused(caller, null, "unknown", new Result.Unknown<>(found.site()));
        }
        if (answer.userHandle() == null && !found.named()) {
            return refused(caller, passkey, "nameless", new Result.Nameless<>());
        }
        boolean theirs = answer.userHandle() == null || Arrays.equals(answer.userHandle(), passkey.handle());
        if (!theirs || !passkey.fits()) {
            return refused(caller, passkey, "customer", new Result.Refused<>());
        }
        var ceremony = new WebAuthn.Ceremony(parties.of(caller.portal(), found.site()), challenge, true);
        return switch (webAuthn.verify(answer, passkey.key(), ceremony)) {
            case WebAuthn.Result.Right<PasskeyUse>(PasskeyUse use) -> granted(caller, passkey, challenge, use, wanted);
            case WebAuthn.Result.Refused<PasskeyUse>(PasskeyFault fault) ->
                refused(
                        caller,
                        passkey,
                        fault.label(),
                        fault == PasskeyFault.WRONG ? new Result.Refused<>() : new Result.Faulty<>(fault));
        };
    }

    private <T> Result<T> granted(
            Caller caller, Held passkey, PasskeyChallenge challenge, PasskeyUse use, Wanted<T> wanted) {
        return switch (store.decide(passkey, challenge, use, wanted.grant(), caller.auditContext())) {
            case GRANTED -> new Result.Opened<>(wanted.granted().apply(passkey.customerId()));
            case REFUSED -> refused(caller, passkey, "disabled", new Result.Refused<>());
            case EXPIRED -> new Result.Expired<>();
        };
    }

    private <T> Result<T> refused(Caller caller, @Nullable Held passkey, String reason, Result<T> result) {
        store.refused(passkey == null ? null : passkey.customerId(), reason, caller.auditContext());
        return result;
    }
}
