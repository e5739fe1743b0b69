package io.vestibule.page.portal;

import io.vestibule.factor.Factors;
import io.vestibule.factor.RecoveryCodes;
import io.vestibule.http.Answer;
import io.vestibule.passkey.PasskeyOptions;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.BrowserSessions.Found;
import io.vestibule.signin.CodeMail;
import io.vestibule.signin.Enrolment;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The second factor of customers who are signed in: setting it up, replacing it, turning it off. */
public final class SecondFactorPage {
    private final BrowserSessions browsers;
    private final Enrolment enrolment;
    private final CodeMail mail;

    public SecondFactorPage(BrowserSessions browsers, Enrolment enrolment, CodeMail mail) {
        this.browsers = browsers;
        this.enrolment = enrolment;
        this.mail = mail;
    }

    Answer show(Visit visit) {
        return signedIn(visit, found -> show(200, visit, found, null, null));
    }

    /** Shows a new secret, as text and as a picture. */
    Answer offer(Visit visit) {
        return signedIn(visit, found -> offer(visit, found));
    }

    private Answer offer(Visit visit, Found found) {
        return answer(
                visit,
                found,
                enrolment.offer(
                        visit.caller(),
                        found.customer(),
                        visit.optionalSecret("password"),
                        visit.optionalSecret("code")),
                secret -> Screen.show(
                        200, "app", visit, AppView.of(visit, secret, PasskeyOptions.name(found.customer()))));
    }

    /** Turns it on, or replaces what was on, by the first code of the secret that was shown. */
    Answer confirm(Visit visit) {
        return signedIn(visit, found -> {
            if (visit.field("code").isBlank()) {
                return again(422, visit, Fault.of("code.missing"));
            }
            return switch (enrolment.confirm(visit.caller(), found.customer(), visit.secret("code"))) {
                case Enrolment.Result.Done<RecoveryCodes>(RecoveryCodes codes) -> codes(visit, codes);
                case Enrolment.Result.Wanted<RecoveryCodes> wanted -> again(422, visit, Fault.of("code.missing"));
                case Enrolment.Result.Wrong<RecoveryCodes> wrong -> again(422, visit, Fault.of("code.refused"));
                case Enrolment.Result.Nothing<RecoveryCodes>() ->
                    show(422, visit, found, null, Fault.of("factor.offer.gone"));
                case Enrolment.Result.Throttled<RecoveryCodes>(var wait) ->
                    again(429, visit, Fault.throttled(wait)).retryAfter(wait);
            };
        });
    }

    private static Answer again(int status, Visit visit, Fault fault) {
        return Screen.show(status, "app", visit, new AppView(visit, null, null, fault));
    }

    private static Answer codes(Visit visit, RecoveryCodes codes) {
        return Screen.show(200, "recovery-codes", visit, new RecoveryCodesView(visit, codes.texts()));
    }

    /** The buttons beside the code: another app, new recovery codes, off, or a code by mail. */
    Answer change(Visit visit) {
        return signedIn(visit, found -> switch (visit.field("change")) {
            case "app" -> offer(visit, found);
            case "renew" ->
                answer(
                        visit,
                        found,
                        enrolment.renew(visit.caller(), found.customer(), visit.optionalSecret("code")),
                        codes -> codes(visit, codes));
            case "off" ->
                answer(
                        visit,
                        found,
                        enrolment.turnOff(visit.caller(), found.customer(), visit.optionalSecret("code")),
                        off -> show(200, visit, found, "account.factor.turned_off", null));
            case "mail" -> mail(visit, found);
            default -> show(200, visit, found, null, null);
        });
    }

    private Answer mail(Visit visit, Found found) {
        return switch (mail.send(visit.caller(), found.customer())) {
            case CodeMail.Result.Mailed() -> show(200, visit, found, "code.mailed", null);
            case CodeMail.Result.NotByMail() -> show(422, visit, found, null, Fault.of("code.not_by_mail"));
            case CodeMail.Result.Unknown() -> show(422, visit, found, null, Fault.of("code.not_by_mail"));
            case CodeMail.Result.Throttled(var wait) ->
                show(429, visit, found, null, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private <T> Answer answer(Visit visit, Found found, Enrolment.Result<T> result, Function<T, Answer> done) {
        return switch (result) {
            case Enrolment.Result.Done<T>(T value) -> done.apply(value);
            case Enrolment.Result.Wanted<T>(var proof) -> show(422, visit, found, null, Fault.wanted(proof));
            case Enrolment.Result.Wrong<T>(var proof) -> show(422, visit, found, null, Fault.wrong(proof));
            case Enrolment.Result.Nothing<T>() -> show(422, visit, found, null, Fault.of("account.factor.nothing"));
            case Enrolment.Result.Throttled<T>(var wait) ->
                show(429, visit, found, null, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    /** @param done the phrase that says what was done; null if nothing was */
    private Answer show(int status, Visit visit, Found found, @Nullable String done, @Nullable Fault fault) {
        Factors factors = enrolment.factors(found.customer());
        SecondFactorView view = new SecondFactorView(
                visit, factors.on(), factors.usable(found.customer()), factors.recoveryCodes(), done, fault);
        return Screen.show(status, "second-factor", visit, view);
    }

    private Answer signedIn(Visit visit, Function<Found, Answer> call) {
        return visit.sessionCookie()
                .flatMap(cookie -> browsers.find(visit.caller().portal().id(), cookie))
                .map(call)
                .orElseGet(() -> visit.goTo("sign-in"));
    }
}
