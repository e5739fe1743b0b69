package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.oauth.Authorizations;
import io.vestibule.page.portal.AccountView.Part;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.password.PasswordPolicy.Objection;
import io.vestibule.secret.Secret;
import io.vestibule.session.ActAsSession;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.BrowserSessions.Found;
import io.vestibule.signin.OwnAccount;
import io.vestibule.signin.OwnPasskeys;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What customers who are signed in see of their account: who they are, their sessions, their password. */
public final class AccountPage {
    private final BrowserSessions browsers;
    private final OwnAccount account;
    private final PasswordPolicy policy;
    private final Authorizations authorizations;
    private final OwnPasskeys passkeys;

    public AccountPage(
            BrowserSessions browsers,
            OwnAccount account,
            PasswordPolicy policy,
            Authorizations authorizations,
            OwnPasskeys passkeys) {
        this.browsers = browsers;
        this.account = account;
        this.policy = policy;
        this.authorizations = authorizations;
        this.passkeys = passkeys;
    }

    /** Shows it to the customer, or to an operator who acts for them. */
    Answer show(PageRequest page) {
        ActAsSession acting = page.acting();
        return acting == null
                ? signedIn(page, found -> show(200, page, found, null, null, null))
                : PageRenderer.show(200, "account-acting", page, view(page, acting.found(), null, null, null));
    }

    private Answer show(
            int status,
            PageRequest page,
            Found found,
            @Nullable Part part,
            @Nullable String done,
            @Nullable Fault fault) {
        return PageRenderer.withScript(status, "account", page, view(page, found, part, done, fault));
    }

    private AccountView view(
            PageRequest page, Found found, @Nullable Part part, @Nullable String done, @Nullable Fault fault) {
        return new AccountView(
                page,
                found.customer(),
                found.session(),
                account.sessions(found.signedIn()),
                browsers.timesActedFor(found.customer().id()),
                authorizations.consents(found.customer().id()),
                found.customer().secondFactor(),
                page.passkeys() == null || page.acting() != null ? null : OwnPasskeysView.of(page, found, passkeys),
                part,
                done,
                fault);
    }

    /** Changes the password, and ends the other sessions. */
    Answer changePassword(PageRequest page) {
        return changing(page, found -> {
            Secret wanted = page.secret("newPassword");
            Optional<Objection> objection =
                    policy.objectionTo(wanted, found.customer().logins());
            if (objection.isPresent()) {
                String key = "reset.refused." + objection.get().name().toLowerCase(Locale.ROOT);
                return show(422, page, found, Part.NEW_PASSWORD, null, Fault.of(key));
            }
            OwnAccount.Result result = page.field("password").isEmpty()
                    ? new OwnAccount.Result.Wanted()
                    : account.changePassword(page.caller(), found.signedIn(), page.secret("password"), wanted);
            return answer(page, found, Part.PASSWORD, result);
        });
    }

    /** Ends the session that a button names, or all others. */
    Answer endSessions(PageRequest page) {
        return changing(page, found -> {
            Secret password = page.field("password").isEmpty() ? null : page.secret("password");
            Optional<UUID> session = Ids.uuid(page.field("session"));
            if (session.isEmpty()) {
                return answer(page, found, Part.SESSIONS, account.endOthers(page.caller(), found.signedIn(), password));
            }
            OwnAccount.Result result = account.end(page.caller(), found.signedIn(), session.get(), password);
            return session.get().equals(found.session()) && result instanceof OwnAccount.Result.Done
                    ? page.leave("signed-out")
                    : answer(page, found, Part.SESSIONS, result);
        });
    }

    /** Takes back what an application may see, and ends what it was granted. */
    Answer withdrawConsent(PageRequest page) {
        return changing(page, found -> {
            Ids.id(page.field("application"))
                    .ifPresent(client -> authorizations.withdrawConsent(
                            page.caller(), found.customer().id(), client));
            return show(200, page, found, Part.CONSENTS, "account.consents.done", null);
        });
    }

    private Answer answer(PageRequest page, Found found, Part part, OwnAccount.Result result) {
        String key = "account." + part.name().toLowerCase(Locale.ROOT);
        return switch (result) {
            case OwnAccount.Result.Done() -> show(200, page, found, part, key + ".done", null);
            case OwnAccount.Result.Nothing() -> show(422, page, found, part, null, Fault.of(key + ".nothing"));
            case OwnAccount.Result.Wanted() -> show(422, page, found, part, null, Fault.of("account.wanted"));
            case OwnAccount.Result.Wrong() -> show(422, page, found, part, null, Fault.of("account.wrong"));
            case OwnAccount.Result.Over() -> page.leave("sign-in");
            case OwnAccount.Result.Throttled(var wait) ->
                show(429, page, found, part, null, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    /** A form that was shown to somebody else leads back to the account, which says whose it is. */
    private Answer changing(PageRequest page, Function<Found, Answer> call) {
        return signedIn(page, found -> PageCustomer.wasShown(page, found) ? call.apply(found) : page.goTo("account"));
    }

    private Answer signedIn(PageRequest page, Function<Found, Answer> call) {
        return PageCustomer.of(page, browsers).map(call).orElseGet(() -> page.goTo("sign-in"));
    }
}
