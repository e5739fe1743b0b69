package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.json.Json;
import io.vestibule.mail.MailSender;
import io.vestibule.passkey.Attestation;
import io.vestibule.passkey.NewPasskey;
import io.vestibule.passkey.Passkey;
import io.vestibule.passkey.PasskeyChallenge;
import io.vestibule.passkey.PasskeyFault;
import io.vestibule.passkey.PasskeyOptions;
import io.vestibule.passkey.PasskeySignals;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.passkey.PasskeyStore.Kept;
import io.vestibule.passkey.RelyingParties;
import io.vestibule.passkey.RelyingParty;
import io.vestibule.passkey.WebAuthn;
import io.vestibule.portal.Caller;
import io.vestibule.portal.RpId;
import io.vestibule.secret.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in customer's passkeys: registering, listing, naming and removing them. Registering and removing take a proof beside the session;
 * a challenge that was given out for it stands for that proof.
 */
public final class OwnPasskeys {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HANDLE_BYTES = 32;

    private final PasskeyStore store;
    private final RelyingParties parties;
    private final WebAuthn webAuthn;
    private final FreshProof proof;
    private final MailSender mail;

    public OwnPasskeys(
            PasskeyStore store, RelyingParties parties, WebAuthn webAuthn, FreshProof proof, MailSender mail) {
        this.store = store;
        this.parties = parties;
        this.webAuthn = webAuthn;
        this.proof = proof;
        this.mail = mail;
    }

    /**
     * What the customer has.
     *
     * @param signals what the page tells passkey managers; null where there is nothing to tell of
     */
    public record Own(List<Passkey> passkeys, @Nullable PasskeySignals signals) {
        public Own {
            passkeys = List.copyOf(passkeys);
        }
    }

    /** How it ended. Nothing was changed but where it was done. */
    public sealed interface Result<T> {
        record Done<T>(T value) implements Result<T> {}

        /** A proof is wanted of this kind, and wasn't given. */
        record Wanted<T>(Enrolment.Proof proof) implements Result<T> {}

        /** The proof is wrong, or a lock holds. */
        record Wrong<T>(Enrolment.Proof proof) implements Result<T> {}

        /** They have no such passkey. */
        record Nothing<T>() implements Result<T> {}

        /** Browsers would refuse the portal's passkeys on such a page. */
        record NotHere<T>() implements Result<T> {}

        /** They have as many as they may. */
        record Full<T>(int most) implements Result<T> {}

        /** Somebody has this passkey already. */
        record Taken<T>() implements Result<T> {}

        /** The browser's answer isn't right. */
        record Faulty<T>(PasskeyFault fault) implements Result<T> {}

        /** The challenge is out of date or used, or was none. */
        record Expired<T>() implements Result<T> {}

        /** Too many attempts; nothing was verified. */
        record Throttled<T>(Duration retryAfter) implements Result<T> {}
    }

    /** A passkey that was registered, among those that the customer has now. */
    public record Registered(Passkey passkey, Own own) {}

    /**
     * Begins a registration: what the browser is to be asked.
     *
     * @param origin of the page; null where it isn't known
     */
    public Result<Json.Object> options(
            Caller caller,
            Customer customer,
            @Nullable String origin,
            @Nullable Secret password,
            @Nullable Secret code) {
        RelyingParty party = parties.forPage(caller.portal(), origin).orElse(null);
        if (party == null) {
            return new Result.NotHere<>();
        }
        return switch (proof.of(caller, customer, password, code)) {
            case FreshProof.Result.Given() -> options(customer, party);
            case FreshProof.Result.Wanted(Enrolment.Proof wanted) -> new Result.Wanted<>(wanted);
            case FreshProof.Result.Wrong(Enrolment.Proof given) -> new Result.Wrong<>(given);
            case FreshProof.Result.Throttled(Duration retryAfter) -> new Result.Throttled<>(retryAfter);
        };
    }

    private Result<Json.Object> options(Customer customer, RelyingParty party) {
        byte[] handle = new byte[HANDLE_BYTES];
        RANDOM.nextBytes(handle);
        PasskeyChallenge challenge = PasskeyChallenge.random();
        return store.begin(customer.id(), party, handle, challenge)
                .<Result<Json.Object>>map(begun -> new Result.Done<>(
                        PasskeyOptions.creation(party, customer, begun.handle(), challenge, begun.exclude())))
                .orElseGet(() -> new Result.Full<>(party.portal().passkeys().most()));
    }

    /** Registers the passkey that the browser made, under a name of the customer's or none. */
    public Result<Registered> register(Caller caller, Customer customer, Attestation answer, @Nullable String name) {
        PasskeyChallenge challenge = new PasskeyChallenge(answer.challenge());
        RpId site = store.site(customer.id(), challenge).orElse(null);
        if (site == null) {
            return new Result.Expired<>();
        }
        RelyingParty party = parties.of(caller.portal(), site);
        return switch (webAuthn.register(answer, new WebAuthn.Ceremony(party, challenge, true))) {
            case WebAuthn.Result.Refused<NewPasskey>(PasskeyFault fault) -> new Result.Faulty<>(fault);
            case WebAuthn.Result.Right<NewPasskey>(NewPasskey passkey) ->
                registered(party, store.add(customer.id(), party, challenge, passkey, name, caller.auditContext()));
        };
    }

    private Result<Registered> registered(RelyingParty party, PasskeyStore.Stored stored) {
        return switch (stored) {
            case PasskeyStore.Stored.Added(long id, Kept kept) -> {
                mail.nudge();
                Passkey added = kept.passkeys().stream()
                        .filter(passkey -> passkey.id() == id)
                        .findFirst()
                        .orElseThrow();
                yield new Result.Done<>(new Registered(added, own(kept, Optional.of(party))));
            }
            case PasskeyStore.Stored.Expired() -> new Result.Expired<>();
            case PasskeyStore.Stored.Full() ->
                new Result.Full<>(party.portal().passkeys().most());
            case PasskeyStore.Stored.Taken() -> new Result.Taken<>();
        };
    }

    /** The customer's passkeys, the oldest first. */
    public Own list(Caller caller, Customer customer, @Nullable String origin) {
        return own(store.passkeys(customer.id()), parties.forPage(caller.portal(), origin));
    }

    private static Own own(Kept kept, Optional<RelyingParty> party) {
        return new Own(
                kept.passkeys(),
                party.flatMap(known -> kept.signals(known.id())).orElse(null));
    }

    /** Gives a passkey another name; null for none. */
    public boolean rename(Caller caller, Customer customer, long passkey, @Nullable String name) {
        return store.rename(customer.id(), passkey, name, caller.auditContext());
    }

    /** Removes a passkey. */
    public Result<Own> remove(
            Caller caller,
            Customer customer,
            long passkey,
            @Nullable String origin,
            @Nullable Secret password,
            @Nullable Secret code) {
        return switch (proof.of(caller, customer, password, code)) {
            case FreshProof.Result.Given() -> removed(caller, customer, passkey, origin);
            case FreshProof.Result.Wanted(Enrolment.Proof wanted) -> new Result.Wanted<>(wanted);
            case FreshProof.Result.Wrong(Enrolment.Proof given) -> new Result.Wrong<>(given);
            case FreshProof.Result.Throttled(Duration retryAfter) -> new Result.Throttled<>(retryAfter);
        };
    }

    private Result<Own> removed(Caller caller, Customer customer, long passkey, @Nullable String origin) {
        Optional<Kept> kept = store.remove(customer.id(), passkey, caller.auditContext());
        if (kept.isEmpty()) {
            return new Result.Nothing<>();
        }
        mail.nudge();
        return new Result.Done<>(own(kept.get(), parties.forPage(caller.portal(), origin)));
    }
}
