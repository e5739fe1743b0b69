package io.vestibule.dialect.keaze;

import io.vestibule.customer.Customer;
import io.vestibule.factor.Factors;
import io.vestibule.factor.QrImage;
import io.vestibule.factor.RecoveryCodes;
import io.vestibule.factor.TotpSecret;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.Sessions.SignedIn;
import io.vestibule.signin.Enrolment;
import java.util.Objects;
import java.util.function.Function;

/** The second factor of the customer who holds the access token (an addition to the page: docs/decisions/0009). */
public final class EnrolmentCalls {
    private final Enrolment enrolment;
    private final boolean testMode;

    public EnrolmentCalls(Enrolment enrolment, boolean testMode) {
        this.enrolment = enrolment;
        this.testMode = testMode;
    }

    /** What is set up. */
    Answer status(Caller caller, SignedIn who, Request request) {
        Factors factors = enrolment.factors(who.customer());
        return Answer.json(
                200,
                Json.object()
                        .put("enabled", factors.on())
                        .put("methods", SignInAnswers.labels(factors.usable(who.customer())))
                        .put("recoveryCodesLeft", factors.recoveryCodes())
                        .build());
    }

    /** Shows a new secret, as text, as a URI and as a picture of it; nothing is asked for before its first code. */
    Answer offer(Caller caller, SignedIn who, Request request) {
        Fields fields = new Fields(request, testMode);
        Secret password = fields.optionalSecret("password");
        Secret code = fields.optionalSecret("code");
        return fields.passed()
                ? answer(
                        enrolment.offer(caller, who.customer(), password, code),
                        secret -> shown(caller, who.customer(), secret))
                : KeazeError.fields(fields.errors());
    }

    private static Answer shown(Caller caller, Customer customer, TotpSecret secret) {
        String account = customer.email() == null ? customer.username() : customer.email();
        String uri = secret.uri(
                caller.portal().name(), Objects.requireNonNullElseGet(account, () -> Long.toString(customer.id())));
        return Answer.json(
                200,
                Json.object()
                        .put("secret", secret.reveal())
                        .put("otpauthUri", uri)
                        .put("qr", QrImage.svg(uri))
                        .build());
    }

    /** Turns it on, or replaces what was on. */
    Answer confirm(Caller caller, SignedIn who, Request request) {
        Fields fields = new Fields(request, testMode);
        Secret code = fields.secret("code");
        return fields.passed()
                ? answer(enrolment.confirm(caller, who.customer(), code), EnrolmentCalls::recoveryCodes)
                : KeazeError.fields(fields.errors());
    }

    /** New recovery codes. */
    Answer renew(Caller caller, SignedIn who, Request request) {
        Fields fields = new Fields(request, testMode);
        Secret code = fields.optionalSecret("code");
        return fields.passed()
                ? answer(enrolment.renew(caller, who.customer(), code), EnrolmentCalls::recoveryCodes)
                : KeazeError.fields(fields.errors());
    }

    /** Turns it off. */
    Answer turnOff(Caller caller, SignedIn who, Request request) {
        Fields fields = new Fields(request, testMode);
        Secret code = fields.optionalSecret("code");
        return fields.passed()
                ? answer(
                        enrolment.turnOff(caller, who.customer(), code),
                        done -> KeazeError.message(200, "The second factor is off."))
                : KeazeError.fields(fields.errors());
    }

    /** The only time that they are shown. */
    private static Answer recoveryCodes(RecoveryCodes codes) {
        return Answer.json(
                200,
                Json.object()
                        .put(
                                "recoveryCodes",
                                new Json.Array(
                                        codes.texts().stream().map(Json::of).toList()))
                        .build());
    }

    private static <T> Answer answer(Enrolment.Result<T> result, Function<T, Answer> done) {
        return switch (result) {
            case Enrolment.Result.Done<T>(T value) -> done.apply(value);
            case Enrolment.Result.Wanted<T>(var proof) -> ProofFields.missing(proof);
            case Enrolment.Result.Wrong<T>(var proof) -> ProofFields.wrong(proof);
            case Enrolment.Result.Nothing<T>() -> KeazeError.message(409, "No second factor has been set up.");
            case Enrolment.Result.Throttled<T>(var retryAfter) -> KeazeError.of(new Problem.Throttled(retryAfter));
        };
    }
}
