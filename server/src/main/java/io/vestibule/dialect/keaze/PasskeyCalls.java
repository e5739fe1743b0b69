package io.vestibule.dialect.keaze;

import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.passkey.Attestation;
import io.vestibule.passkey.Base64Url;
import io.vestibule.passkey.Passkey;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.Sessions.SignedIn;
import io.vestibule.signin.OwnPasskeys;
import io.vestibule.signin.OwnPasskeys.Own;
import io.vestibule.signin.OwnPasskeys.Registered;
import io.vestibule.signin.PasskeyChange;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The passkeys of the customer who holds the access token (an addition to the page: docs/decisions/0040). */
public final class PasskeyCalls {
    private final OwnPasskeys passkeys;
    private final boolean testMode;

    public PasskeyCalls(OwnPasskeys passkeys, boolean testMode) {
        this.passkeys = passkeys;
        this.testMode = testMode;
    }

    /** What the page hands to {@code navigator.credentials.create}. */
    Answer options(Caller caller, SignedIn who, Request request) {
        Customer customer = who.customer();
        Fields fields = new Fields(request, testMode);
        Secret password = fields.optionalSecret("password");
        Secret code = fields.optionalSecret("code");
        return fields.passed()
                ? answer(
                        request,
                        passkeys.options(caller, customer, PasskeyFields.origin(request), password, code),
                        options -> Answer.json(200, options))
                : KeazeError.fields(fields.errors());
    }

    /** Registers what the browser made. */
    Answer register(Caller caller, SignedIn who, Request request) {
        Customer customer = who.customer();
        Fields fields = new Fields(request, testMode);
        String name = fields.passkeyName();
        Optional<Attestation> answer = PasskeyFields.credential(request).flatMap(Attestation::parse);
        if (answer.isEmpty()) {
            return PasskeyFields.malformed();
        }
        return fields.passed()
                ? answer(
                        request,
                        passkeys.register(caller, customer, answer.get(), name),
                        registered -> registered(registered, customer))
                : KeazeError.fields(fields.errors());
    }

    private static Answer registered(Registered registered, Customer customer) {
        return Answer.json(
                201,
                withSignals(Json.object().put("passkey", shown(registered.passkey())), registered.own(), customer));
    }

    /** Every passkey, the oldest first. */
    Answer list(Caller caller, SignedIn who, Request request) {
        Customer customer = who.customer();
        return listed(passkeys.list(caller, customer, PasskeyFields.origin(request)), customer);
    }

    private static Answer listed(Own own, Customer customer) {
        Json shown =
                new Json.Array(own.passkeys().stream().map(PasskeyCalls::shown).toList());
        return Answer.json(200, withSignals(Json.object().put("passkeys", shown), own, customer));
    }

    private static Json.Object withSignals(Json.Builder answer, Own own, Customer customer) {
        if (own.signals() != null) {
            answer.put("allAcceptedCredentials", own.signals().allAccepted());
            answer.put("currentUserDetails", own.signals().currentUser(customer));
        }
        return answer.build();
    }

    private static Json shown(Passkey passkey) {
        return Json.object()
                .put("id", passkey.id())
                .put("name", passkey.name())
                .put("credentialId", Base64Url.encode(passkey.credentialId()))
                .put("rpId", passkey.site())
                .put("discoverable", truth(passkey.discoverable()))
                .put("backedUp", truth(passkey.backedUp()))
                .put("createdAt", KeazeTime.text(passkey.created()))
                .put("lastUsedAt", KeazeTime.text(passkey.lastUsed()))
                .build();
    }

    private static Json truth(@Nullable Boolean value) {
        return value == null ? Json.Null.NULL : Json.of(value.booleanValue());
    }

    /** Another name, or none. */
    Answer rename(Caller caller, SignedIn who, Request request) {
        Customer customer = who.customer();
        Fields fields = new Fields(request, testMode);
        String name = fields.passkeyName();
        if (!fields.passed()) {
            return KeazeError.fields(fields.errors());
        }
        return id(request)
                        .filter(id -> passkeys.rename(caller, customer, id, name))
                        .isPresent()
                ? KeazeError.message(200, "The passkey has its name.")
                : unknown();
    }

    /** Removes one. */
    Answer remove(Caller caller, SignedIn who, Request request) {
        Customer customer = who.customer();
        Fields fields = new Fields(request, testMode);
        Secret password = fields.optionalSecret("password");
        Secret code = fields.optionalSecret("code");
        if (!fields.passed()) {
            return KeazeError.fields(fields.errors());
        }
        return id(request)
                .map(id -> answer(
                        request,
                        passkeys.remove(caller, customer, id, PasskeyFields.origin(request), password, code),
                        own -> listed(own, customer)))
                .orElseGet(PasskeyCalls::unknown);
    }

    private static Optional<Long> id(Request request) {
        return Digits.number(request.segment("passkey"));
    }

    private static Answer unknown() {
        return KeazeError.message(404, "There is no such passkey.");
    }

    private static <T> Answer answer(Request request, PasskeyChange<T> result, Function<T, Answer> done) {
        return switch (result) {
            case PasskeyChange.Done<T>(T value) -> done.apply(value);
            case PasskeyChange.Wanted<T>(var proof) -> ProofFields.missing(proof);
            case PasskeyChange.Wrong<T>(var proof) -> ProofFields.wrong(proof);
            case PasskeyChange.Nothing<T>() -> unknown();
            case PasskeyChange.NotHere<T>() -> PasskeyFields.notHere(request);
            case PasskeyChange.Full<T>(int most) ->
                KeazeError.message(
                        409,
                        "There are " + most + " passkeys already, and no more are allowed. Please remove one first.");
            case PasskeyChange.Taken<T>() -> KeazeError.message(409, "This passkey has been registered already.");
            case PasskeyChange.Faulty<T>(var fault) -> PasskeyFields.faulty(fault);
            case PasskeyChange.Expired<T>() -> PasskeyFields.expired();
            case PasskeyChange.Throttled<T>(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }
}
