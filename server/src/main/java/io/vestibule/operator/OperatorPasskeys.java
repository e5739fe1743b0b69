package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.passkey.Attestation;
import io.vestibule.passkey.NewPasskey;
import io.vestibule.passkey.PasskeyChallenge;
import io.vestibule.passkey.PasskeyOptions;
import io.vestibule.passkey.PasskeyUser;
import io.vestibule.passkey.WebAuthn;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operator's own passkeys: registering one whose user is verified, naming and removing them. */
public final class OperatorPasskeys {
    /** How many an operator has at most. */
    public static final int MOST = 20;

    /** As authenticators name the console. */
    private static final String PARTY = "Vestibule console";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HANDLE_BYTES = 32;

    private final OperatorPasskeyStore store;
    private final OperatorRegistrationStore registrations;
    private final WebAuthn webAuthn;
    private final @Nullable ConsoleParty party;

    /** @param publicUrl where browsers reach the console */
    public OperatorPasskeys(
            OperatorPasskeyStore store, OperatorRegistrationStore registrations, WebAuthn webAuthn, URI publicUrl) {
        this.store = store;
        this.registrations = registrations;
        this.webAuthn = webAuthn;
        this.party = ConsoleParty.of(publicUrl).orElse(null);
    }

    /** How registering a passkey ended. */
    public enum Registered {
        DONE,
        /** The challenge was used, or is out of date. */
        EXPIRED,
        /** The authenticator's answer isn't right: it didn't verify its user, or is for another page. */
        REFUSED,
        /** Somebody has it. */
        TAKEN,
        /** They have as many as they may. */
        FULL
    }

    /** Those of an operator, the oldest first. */
    public List<OperatorPasskey> list(long operator) {
        return store.list(operator);
    }

    /** What the browser is to be asked for a new one; empty where browsers make none, or they have as many as they may. */
    public Optional<Json.Object> options(long operator) {
        if (party == null) {
            return Optional.empty();
        }
        byte[] handle = new byte[HANDLE_BYTES];
        RANDOM.nextBytes(handle);
        PasskeyChallenge challenge = PasskeyChallenge.random();
        return registrations
                .begin(operator, party, handle, challenge, MOST)
                .map(registrant -> PasskeyOptions.creation(
                        party,
                        PARTY,
                        new PasskeyUser(registrant.handle(), registrant.email(), registrant.name()),
                        challenge,
                        registrant.exclude(),
                        true));
    }

    /**
     * A registration whose answer is right, to be stored.
     *
     * @param name the operator's own, or that of the model
     */
    record Verified(
            ConsoleParty party,
            PasskeyChallenge challenge,
            NewPasskey passkey,
            @Nullable String name) {}

    /** Makes sure of the browser's answer. */
    Optional<Verified> verified(long operator, Attestation answer, String name) {
        PasskeyChallenge challenge = new PasskeyChallenge(answer.challenge());
        if (party == null || !registrations.waits(operator, challenge)) {
            return Optional.empty();
        }
        return webAuthn.register(answer, new WebAuthn.Ceremony(party, challenge, true))
                        instanceof WebAuthn.Result.Right<NewPasskey>(NewPasskey passkey)
                ? Optional.of(new Verified(party, challenge, passkey, name.isEmpty() ? passkey.model() : name))
                : Optional.empty();
    }

    /**
     * Registers the passkey that the browser made.
     *
     * @param name empty for that of the model
     */
    public Registered register(long operator, Attestation answer, String name, AuditContext context) {
        Verified right = verified(operator, answer, name).orElse(null);
        if (right == null) {
            return registrations.waits(operator, new PasskeyChallenge(answer.challenge()))
                    ? Registered.REFUSED
                    : Registered.EXPIRED;
        }
        return switch (registrations.add(operator, right, MOST, context)) {
            case ADDED -> Registered.DONE;
            case EXPIRED -> Registered.EXPIRED;
            case TAKEN -> Registered.TAKEN;
            case FULL -> Registered.FULL;
        };
    }

    /** Gives one another name; false if they have no such passkey. */
    public boolean rename(long operator, long passkey, String name, AuditContext context) {
        return store.rename(operator, passkey, name, context);
    }

    /** Removes one, unless it is the last second factor that they have. */
    public OperatorPasskeyStore.Removed remove(long operator, long passkey, AuditContext context) {
        return store.remove(operator, passkey, context);
    }
}
