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
import io.vestibule.passkey.PasskeyRegistrationStore;
import io.vestibule.passkey.PasskeyRegistrationStore.Begin;
import io.vestibule.passkey.PasskeyRegistrationStore.Stored;
import io.vestibule.passkey.PasskeyRegistrationStore.Waiting;
import io.vestibule.passkey.PasskeySignals;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.passkey.PasskeyStore.Kept;
import io.vestibule.passkey.PasskeyStore.Removal;
import io.vestibule.passkey.Registration;
import io.vestibule.passkey.RelyingParties;
import io.vestibule.passkey.RelyingParty;
import io.vestibule.passkey.WebAuthn;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.BrowserSessions;
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
    private final PasskeyRegistrationStore registrations;
    private final RelyingParties parties;
    private final WebAuthn webAuthn;
    private final FreshProof proof;
    private final MailSender mail;

    public OwnPasskeys(
            PasskeyStore store,
            PasskeyRegistrationStore registrations,
            RelyingParties parties,
            WebAuthn webAuthn,
            FreshProof proof,
            MailSender mail) {
        this.store = store;
        this.registrations = registrations;
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

    /** A passkey that was registered, among those that the customer has now. */
    public record Registered(Passkey passkey, Own own) {}

    /**
     * Begins a registration: what the browser is to be asked.
     *
     * @param origin of the page; null where it isn't known
     */
    public PasskeyChange<Json.Object> options(
            Caller caller,
            Customer customer,
            @Nullable String origin,
            @Nullable Secret password,
            @Nullable Secret code) {
        RelyingParty party = parties.forPage(caller.portal(), origin).orElse(null);
        if (party == null) {
            return new PasskeyChange.NotHere<>();
        }
        return proven(
                proof.of(caller, customer, password, code),
                byCode -> options(customer, party, Registration.ASKED, byCode));
    }

    /**
     * Begins a registration that the customer didn't ask for, beside the password that they have just signed in with.
     *
     * @param origin of the page
     */
    public PasskeyChange<Json.Object> upgrade(Caller caller, BrowserSessions.Found session, String origin) {
        if (!session.passwordJustUsed()) {
            return new PasskeyChange.Wanted<>(
                    session.customer().secondFactor() ? Enrolment.Proof.CODE : Enrolment.Proof.PASSWORD);
        }
        return parties.forPage(caller.portal(), origin)
                .map(party -> options(
                        session.customer(),
                        party,
                        Registration.UPGRADE,
                        session.amr().contains("mfa")))
                .orElseGet(PasskeyChange.NotHere::new);
    }

    private static <T> PasskeyChange<T> proven(FreshProof.Result given, ProvenChange<T> change) {
        return switch (given) {
            case FreshProof.Result.Given(boolean byCode) -> change.make(byCode);
            case FreshProof.Result.SessionAlone() -> change.make(false);
            case FreshProof.Result.Wanted(Enrolment.Proof kind) -> new PasskeyChange.Wanted<>(kind);
            case FreshProof.Result.Wrong(Enrolment.Proof kind) -> new PasskeyChange.Wrong<>(kind);
            case FreshProof.Result.Throttled(Duration retryAfter) -> new PasskeyChange.Throttled<>(retryAfter);
        };
    }

    /** A change that was proven: by a code, or by what is enough where no second factor is on. */
    @FunctionalInterface
    private interface ProvenChange<T> {
        PasskeyChange<T> make(boolean byCode);
    }

    private PasskeyChange<Json.Object> options(
            Customer customer, RelyingParty party, Registration kind, boolean byCode) {
        byte[] handle = new byte[HANDLE_BYTES];
        RANDOM.nextBytes(handle);
        PasskeyChallenge challenge = PasskeyChallenge.random();
        return switch (registrations.begin(customer.id(), party, kind, byCode, handle, challenge)) {
            case Begin.Begun(byte[] known, var exclude) ->
                new PasskeyChange.Done<>(PasskeyOptions.creation(party, kind, customer, known, challenge, exclude));
            case Begin.Full() ->
                new PasskeyChange.Full<>(party.portal().passkeys().most());
            case Begin.CodeWanted() -> new PasskeyChange.Wanted<>(Enrolment.Proof.CODE);
        };
    }

    /** Registers the passkey that the browser made, under a name of the customer's or none. */
    public PasskeyChange<Registered> register(
            Caller caller, Customer customer, Attestation answer, @Nullable String name) {
        PasskeyChallenge challenge = new PasskeyChallenge(answer.challenge());
        Waiting begun = registrations.waiting(customer.id(), challenge).orElse(null);
        if (begun == null) {
            return new PasskeyChange.Expired<>();
        }
        RelyingParty party = parties.of(caller.portal(), begun.site());
        var ceremony = new WebAuthn.Ceremony(party, challenge, begun.kind().verifies());
        return switch (webAuthn.register(answer, ceremony)) {
            case WebAuthn.Result.Refused<NewPasskey>(PasskeyFault fault) -> new PasskeyChange.Faulty<>(fault);
            case WebAuthn.Result.Right<NewPasskey>(NewPasskey passkey) ->
                registered(
                        party,
                        registrations.add(customer.id(), party, challenge, passkey, name, caller.auditContext()));
        };
    }

    private PasskeyChange<Registered> registered(RelyingParty party, Stored stored) {
        return switch (stored) {
            case Stored.Added(long id, Kept kept) -> {
                mail.nudge();
                Passkey added = kept.passkeys().stream()
                        .filter(passkey -> passkey.id() == id)
                        .findFirst()
                        .orElseThrow();
                yield new PasskeyChange.Done<>(new Registered(added, own(kept, Optional.of(party))));
            }
            case Stored.Expired() -> new PasskeyChange.Expired<>();
            case Stored.Full() ->
                new PasskeyChange.Full<>(party.portal().passkeys().most());
            case Stored.Taken() -> new PasskeyChange.Taken<>();
        };
    }

    /** Whether any portal has a passkey with that id, or an operator: nobody is told that it is unknown. */
    public boolean isKnown(byte[] credentialId) {
        return store.isKnown(credentialId);
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
    public PasskeyChange<Own> remove(
            Caller caller,
            Customer customer,
            long passkey,
            @Nullable String origin,
            @Nullable Secret password,
            @Nullable Secret code) {
        return proven(proof.of(caller, customer, password, code), byCode -> switch (store.remove(
                customer.id(), passkey, byCode, caller.auditContext())) {
            case Removal.Removed(Kept left) -> {
                mail.nudge();
                yield new PasskeyChange.Done<>(own(left, parties.forPage(caller.portal(), origin)));
            }
            case Removal.Unknown() -> new PasskeyChange.Nothing<>();
            case Removal.CodeWanted() -> new PasskeyChange.Wanted<>(Enrolment.Proof.CODE);
        });
    }
}
