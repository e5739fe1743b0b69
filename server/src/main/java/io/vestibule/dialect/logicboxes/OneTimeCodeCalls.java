package io.vestibule.dialect.logicboxes;

import io.vestibule.factor.FactorKind;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.signin.OneTimeCodes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The codes of customers whose details say {@code twofactorauth_enabled}: their portal asks for them and has them verified. */
public final class OneTimeCodeCalls implements CallGroup {
    /** One answer for an id that isn't the reseller's customer, and for a customer who has no such code. */
    private static final String FOREIGN = "You are not allowed to perform this action";

    /** {@code sms} is the vendor's word for the code that was sent: here it goes by mail. */
    private static final Map<String, FactorKind> TYPES = Map.of(
            "gauth", FactorKind.TOTP,
            "gauthbackup", FactorKind.RECOVERY,
            "email", FactorKind.EMAIL,
            "sms", FactorKind.EMAIL);

    /** Without a type a code is mailed, and where that can't be, the app's is expected. */
    private static final List<FactorKind> UNTYPED = List.of(FactorKind.EMAIL, FactorKind.TOTP);

    private final OneTimeCodes codes;
    private final LogicBoxesError errors;

    public OneTimeCodeCalls(OneTimeCodes codes, LogicBoxesError errors) {
        this.codes = codes;
        this.errors = errors;
    }

    @Override
    public List<NamedCall> calls() {
        return List.of(
                NamedCall.getOrPost("authenticate/generate-otp", this::generate),
                NamedCall.getOrPost("authenticate/verify-otp", this::verify));
    }

    /** Mails a code, for {@code email} and, where it can be, without a type; the app and the recovery codes need nothing. */
    private Answer generate(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        String customer = given.required("customerid");
        String type = given.optional("type");
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        List<FactorKind> kinds = type.isEmpty() ? UNTYPED : kind(type).stream().toList();
        if (kinds.isEmpty()) {
            return badType(format);
        }
        return switch (codes.request(caller, id(customer), kinds)) {
            case OneTimeCodes.Requested.Ready() -> format.value(200, Json.Bool.TRUE);
            case OneTimeCodes.Requested.Unavailable() -> errors.message(format, FOREIGN);
            case OneTimeCodes.Requested.Unknown() -> errors.message(format, FOREIGN);
            case OneTimeCodes.Requested.Throttled(Duration retryAfter) ->
                errors.of(format, new Problem.Throttled(retryAfter));
        };
    }

    /** Verifies a code of the type, or of any where none is given. */
    private Answer verify(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        String customer = given.required("customerid");
        Secret code = Secret.of(given.required("otp"));
        String type = given.optional("type");
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        Set<FactorKind> kinds = EnumSet.allOf(FactorKind.class);
        if (!type.isEmpty()) {
            Optional<FactorKind> kind = kind(type);
            if (kind.isEmpty()) {
                return badType(format);
            }
            kinds = EnumSet.of(kind.get());
        }
        return switch (codes.verify(caller, id(customer), code, kinds)) {
            case OneTimeCodes.Result.Right() -> format.value(200, Json.Bool.TRUE);
            case OneTimeCodes.Result.Wrong() -> errors.message(format, "Invalid OTP");
            case OneTimeCodes.Result.Unknown() -> errors.message(format, FOREIGN);
            case OneTimeCodes.Result.Throttled(Duration retryAfter) ->
                errors.of(format, new Problem.Throttled(retryAfter));
        };
    }

    private Answer badType(Format format) {
        return errors.message(format, "Invalid value for parameter: type");
    }

    private static Optional<FactorKind> kind(String type) {
        return Optional.ofNullable(TYPES.get(type.toLowerCase(Locale.ROOT)));
    }

    /** The id of nobody where the text can't be one. */
    private static long id(String text) {
        return Digits.number(text).orElse(0L);
    }
}
