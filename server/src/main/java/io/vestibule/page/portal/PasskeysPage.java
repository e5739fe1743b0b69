package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.json.Json;
import io.vestibule.passkey.Attestation;
import io.vestibule.passkey.PasskeyFault;
import io.vestibule.passkey.PasskeySignals;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.BrowserSessions.Found;
import io.vestibule.signin.OwnPasskeys;
import io.vestibule.signin.OwnPasskeys.Own;
import io.vestibule.signin.OwnPasskeys.Registered;
import io.vestibule.signin.PasskeyChange;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The passkeys of customers who are signed in: adding, naming and removing them. */
public final class PasskeysPage {
    private static final int LONGEST_NAME = 100;

    private final BrowserSessions browsers;
    private final OwnPasskeys passkeys;

    public PasskeysPage(BrowserSessions browsers, OwnPasskeys passkeys) {
        this.browsers = browsers;
        this.passkeys = passkeys;
    }

    Answer show(Visit visit) {
        return signedIn(visit, found -> page(200, visit, found, null, null, null));
    }

    /** What the script asks the browser for a new passkey, once the customer has proven that it is them. */
    Answer options(Visit visit) {
        return find(visit)
                .map(found -> options(visit, found))
                .orElseGet(() -> PasskeyPage.told(401, visit, Fault.of("account.passkeys.signed_out")));
    }

    private Answer options(Visit visit, Found found) {
        PasskeyChange<Json.Object> begun = visit.field("upgrade").isEmpty()
                ? passkeys.options(
                        visit.caller(),
                        found.customer(),
                        visit.origin(),
                        visit.optionalSecret("password"),
                        visit.optionalSecret("code"))
                : passkeys.upgrade(visit.caller(), found, visit.origin());
        return begun instanceof PasskeyChange.Done<Json.Object>(Json.Object options)
                ? Answer.json(200, options)
                : PasskeyPage.told(422, visit, fault(begun));
    }

    /** Registers what the browser made; a name that can be none is left out. One that isn't taken the browser may forget. */
    Answer register(Visit visit) {
        return signedIn(visit, found -> {
            String name = visit.field("name").strip();
            Optional<Attestation> answer = PasskeyPage.credential(visit).flatMap(Attestation::parse);
            if (answer.isEmpty()) {
                return page(422, visit, found, null, PasskeyPage.fault(PasskeyFault.MALFORMED), null);
            }
            PasskeyChange<Registered> result = passkeys.register(
                    visit.caller(), found.customer(), answer.get(), isName(name) && !name.isEmpty() ? name : null);
            return result instanceof PasskeyChange.Done<Registered>(Registered done)
                    ? page(200, visit, found, done.own(), "account.passkeys.added")
                    : page(422, visit, found, null, fault(result), forgotten(visit, result, answer.get()));
        });
    }

    private static @Nullable String forgotten(Visit visit, PasskeyChange<Registered> result, Attestation answer) {
        return result instanceof PasskeyChange.Taken<Registered> || visit.passkeys() == null
                ? null
                : PasskeySignals.unknown(visit.passkeys().id(), answer.id()).toString();
    }

    /** Gives one another name, or none. */
    Answer rename(Visit visit) {
        return signedIn(visit, found -> {
            String name = visit.field("name").strip();
            if (!isName(name)) {
                return page(422, visit, found, null, Fault.of("account.passkeys.bad_name"), null);
            }
            boolean renamed = id(visit)
                    .filter(id -> passkeys.rename(visit.caller(), found.customer(), id, name.isEmpty() ? null : name))
                    .isPresent();
            return renamed
                    ? page(200, visit, found, "account.passkeys.renamed", null, null)
                    : page(422, visit, found, null, Fault.of("account.passkeys.nothing"), null);
        });
    }

    /** Removes one. */
    Answer remove(Visit visit) {
        return signedIn(visit, found -> {
            PasskeyChange<Own> result = id(visit)
                    .map(id -> passkeys.remove(
                            visit.caller(),
                            found.customer(),
                            id,
                            visit.origin(),
                            visit.optionalSecret("password"),
                            visit.optionalSecret("code")))
                    .orElseGet(PasskeyChange.Nothing::new);
            return result instanceof PasskeyChange.Done<Own>(Own own)
                    ? page(200, visit, found, own, "account.passkeys.removed")
                    : page(422, visit, found, null, fault(result), null);
        });
    }

    private static <T> Fault fault(PasskeyChange<T> result) {
        return switch (result) {
            case PasskeyChange.Done<T> done -> throw new IllegalArgumentException("nothing is wrong");
            case PasskeyChange.Wanted<T>(var proof) -> Fault.wanted(proof);
            case PasskeyChange.Wrong<T>(var proof) -> Fault.wrong(proof);
            case PasskeyChange.Nothing<T>() -> Fault.of("account.passkeys.nothing");
            case PasskeyChange.NotHere<T>() -> Fault.of("passkey.failed");
            case PasskeyChange.Full<T>(int most) -> new Fault("account.passkeys.full", Integer.toString(most));
            case PasskeyChange.Taken<T>() -> Fault.of("account.passkeys.taken");
            case PasskeyChange.Faulty<T>(var fault) -> PasskeyPage.fault(fault);
            case PasskeyChange.Expired<T>() -> Fault.of("passkey.expired");
            case PasskeyChange.Throttled<T>(var wait) -> Fault.throttled(wait);
        };
    }

    private Answer page(
            int status,
            Visit visit,
            Found found,
            @Nullable String done,
            @Nullable Fault fault,
            @Nullable String unknown) {
        return page(status, visit, found, OwnPasskeysView.of(visit, found, passkeys), done, fault, unknown);
    }

    private static Answer page(int status, Visit visit, Found found, Own own, String done) {
        return page(status, visit, found, OwnPasskeysView.of(visit, found, own), done, null, null);
    }

    private static Answer page(
            int status,
            Visit visit,
            Found found,
            OwnPasskeysView own,
            @Nullable String done,
            @Nullable Fault fault,
            @Nullable String unknown) {
        PasskeysView view = new PasskeysView(visit, own, found.customer().secondFactor(), done, fault, unknown);
        return Screen.withScript(status, "passkeys", visit, view);
    }

    private static boolean isName(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME
                && name.codePoints().noneMatch(Character::isISOControl);
    }

    private static Optional<Long> id(Visit visit) {
        return Digits.number(visit.field("passkey"));
    }

    private Optional<Found> find(Visit visit) {
        return visit.passkeys() == null
                ? Optional.empty()
                : visit.sessionCookie()
                        .flatMap(cookie -> browsers.find(visit.caller().portal().id(), cookie));
    }

    /** Where the pages ask for no passkeys, there is nothing here. */
    private Answer signedIn(Visit visit, Function<Found, Answer> call) {
        return find(visit).map(call).orElseGet(() -> visit.goTo(visit.passkeys() == null ? "account" : "sign-in"));
    }
}
