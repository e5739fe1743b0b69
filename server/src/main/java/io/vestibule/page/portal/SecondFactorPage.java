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

    Answer show(PageRequest page) {
        return signedIn(page, found -> show(200, page, found, null, null));
    }

    /** Shows a new secret, as text and as a picture. */
    Answer offer(PageRequest page) {
        return signedIn(page, found -> offer(page, found));
    }

    private Answer offer(PageRequest page, Found found) {
        return answer(
                page,
                found,
                enrolment.offer(
                        page.caller(), found.customer(), page.optionalSecret("password"), page.optionalSecret("code")),
                secret -> PageRenderer.show(
                        200, "app", page, AppView.of(page, secret, PasskeyOptions.name(found.customer()))));
    }

    /** Turns it on, or replaces what was on, by the first code of the secret that was shown. */
    Answer confirm(PageRequest page) {
        return signedIn(page, found -> {
            if (page.field("code").isBlank()) {
                return again(422, page, Fault.of("code.missing"));
            }
            return switch (enrolment.confirm(page.caller(), found.customer(), page.secret("code"))) {
                case Enrolment.Result.Done<RecoveryCodes>(RecoveryCodes codes) -> codes(page, codes);
                case Enrolment.Result.Wanted<RecoveryCodes> wanted -> again(422, page, Fault.of("code.missing"));
                case Enrolment.Result.Wrong<RecoveryCodes> wrong -> again(422, page, Fault.of("code.refused"));
                case Enrolment.Result.Nothing<RecoveryCodes>() ->
                    show(422, page, found, null, Fault.of("factor.offer.gone"));
                case Enrolment.Result.Throttled<RecoveryCodes>(var wait) ->
                    again(429, page, Fault.throttled(wait)).retryAfter(wait);
            };
        });
    }

    private static Answer again(int status, PageRequest page, Fault fault) {
        return PageRenderer.show(status, "app", page, new AppView(page, null, null, fault));
    }

    private static Answer codes(PageRequest page, RecoveryCodes codes) {
        return PageRenderer.show(200, "recovery-codes", page, new RecoveryCodesView(page, codes.texts()));
    }

    /** The buttons beside the code: another app, new recovery codes, off, or a code by mail. */
    Answer change(PageRequest page) {
        return signedIn(page, found -> switch (page.field("change")) {
            case "app" -> offer(page, found);
            case "renew" ->
                answer(
                        page,
                        found,
                        enrolment.renew(page.caller(), found.customer(), page.optionalSecret("code")),
                        codes -> codes(page, codes));
            case "off" ->
                answer(
                        page,
                        found,
                        enrolment.turnOff(page.caller(), found.customer(), page.optionalSecret("code")),
                        off -> show(200, page, found, "account.factor.turned_off", null));
            case "mail" -> mail(page, found);
            default -> show(200, page, found, null, null);
        });
    }

    private Answer mail(PageRequest page, Found found) {
        return switch (mail.send(page.caller(), found.customer())) {
            case CodeMail.Result.Mailed() -> show(200, page, found, "code.mailed", null);
            case CodeMail.Result.NotByMail() -> show(422, page, found, null, Fault.of("code.not_by_mail"));
            case CodeMail.Result.Unknown() -> show(422, page, found, null, Fault.of("code.not_by_mail"));
            case CodeMail.Result.Throttled(var wait) ->
                show(429, page, found, null, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    private <T> Answer answer(PageRequest page, Found found, Enrolment.Result<T> result, Function<T, Answer> done) {
        return switch (result) {
            case Enrolment.Result.Done<T>(T value) -> done.apply(value);
            case Enrolment.Result.Wanted<T>(var proof) -> show(422, page, found, null, Fault.wanted(proof));
            case Enrolment.Result.Wrong<T>(var proof) -> show(422, page, found, null, Fault.wrong(proof));
            case Enrolment.Result.Nothing<T>() -> show(422, page, found, null, Fault.of("account.factor.nothing"));
            case Enrolment.Result.Throttled<T>(var wait) ->
                show(429, page, found, null, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    /** @param done the phrase that says what was done; null if nothing was */
    private Answer show(int status, PageRequest page, Found found, @Nullable String done, @Nullable Fault fault) {
        Factors factors = enrolment.factors(found.customer());
        SecondFactorView view = new SecondFactorView(
                page, factors.on(), factors.usable(found.customer()), factors.recoveryCodes(), done, fault);
        return PageRenderer.show(status, "second-factor", page, view);
    }

    private Answer signedIn(PageRequest page, Function<Found, Answer> call) {
        return PageCustomer.of(page, browsers).map(call).orElseGet(() -> page.goTo("sign-in"));
    }
}
