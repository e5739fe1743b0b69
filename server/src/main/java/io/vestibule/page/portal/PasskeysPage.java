package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.json.Json;
import io.vestibule.passkey.Attestation;
import io.vestibule.passkey.PasskeyFault;
import io.vestibule.passkey.PasskeyName;
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

    private final BrowserSessions browsers;
    private final OwnPasskeys passkeys;

    public PasskeysPage(BrowserSessions browsers, OwnPasskeys passkeys) {
        this.browsers = browsers;
        this.passkeys = passkeys;
    }

    Answer show(PageRequest page) {
        return signedIn(page, found -> page(200, page, found, null, null, null));
    }

    /** What the script asks the browser for a new passkey, once the customer has proven that it is them. */
    Answer options(PageRequest page) {
        return find(page)
                .map(found -> options(page, found))
                .orElseGet(() -> PasskeyPage.told(401, page, Fault.of("account.passkeys.signed_out")));
    }

    private Answer options(PageRequest page, Found found) {
        PasskeyChange<Json.Object> begun = page.field("upgrade").isEmpty()
                ? passkeys.options(
                        page.caller(),
                        found.customer(),
                        page.origin(),
                        page.optionalSecret("password"),
                        page.optionalSecret("code"))
                : passkeys.upgrade(page.caller(), found, page.origin());
        return begun instanceof PasskeyChange.Done<Json.Object>(Json.Object options)
                ? Answer.json(200, options)
                : PasskeyPage.told(422, page, fault(begun));
    }

    /** Registers what the browser made; a name that can be none is left out. One that isn't taken the browser may forget. */
    Answer register(PageRequest page) {
        return signedIn(page, found -> {
            String name = page.field("name").strip();
            Optional<Attestation> answer = PasskeyPage.credential(page).flatMap(Attestation::parse);
            if (answer.isEmpty()) {
                return page(422, page, found, null, PasskeyPage.fault(PasskeyFault.MALFORMED), null);
            }
            PasskeyChange<Registered> result = passkeys.register(
                    page.caller(),
                    found.customer(),
                    answer.get(),
                    PasskeyName.fits(name) && !name.isEmpty() ? name : null);
            return result instanceof PasskeyChange.Done<Registered>(Registered done)
                    ? page(200, page, found, done.own(), "account.passkeys.added")
                    : page(422, page, found, null, fault(result), forgotten(page, answer.get()));
        });
    }

    /** Whoever loads the answer again sends the form once more: what is stored by then must not be forgotten. */
    private @Nullable String forgotten(PageRequest page, Attestation answer) {
        return page.passkeys() == null || passkeys.isKnown(answer.id())
                ? null
                : PasskeySignals.unknown(page.passkeys().id(), answer.id()).toString();
    }

    /** Gives one another name, or none. */
    Answer rename(PageRequest page) {
        return signedIn(page, found -> {
            String name = page.field("name").strip();
            if (!PasskeyName.fits(name)) {
                return page(422, page, found, null, Fault.of("account.passkeys.bad_name"), null);
            }
            boolean renamed = id(page).filter(
                            id -> passkeys.rename(page.caller(), found.customer(), id, name.isEmpty() ? null : name))
                    .isPresent();
            return renamed
                    ? page(200, page, found, "account.passkeys.renamed", null, null)
                    : page(422, page, found, null, Fault.of("account.passkeys.nothing"), null);
        });
    }

    /** Removes one. */
    Answer remove(PageRequest page) {
        return signedIn(page, found -> {
            PasskeyChange<Own> result = id(page).map(id -> passkeys.remove(
                            page.caller(),
                            found.customer(),
                            id,
                            page.origin(),
                            page.optionalSecret("password"),
                            page.optionalSecret("code")))
                    .orElseGet(PasskeyChange.Nothing::new);
            return result instanceof PasskeyChange.Done<Own>(Own own)
                    ? page(200, page, found, own, "account.passkeys.removed")
                    : page(422, page, found, null, fault(result), null);
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
            PageRequest page,
            Found found,
            @Nullable String done,
            @Nullable Fault fault,
            @Nullable String unknown) {
        return page(status, page, found, OwnPasskeysView.of(page, found, passkeys), done, fault, unknown);
    }

    private static Answer page(int status, PageRequest page, Found found, Own own, String done) {
        return page(status, page, found, OwnPasskeysView.of(page, found, own), done, null, null);
    }

    private static Answer page(
            int status,
            PageRequest page,
            Found found,
            OwnPasskeysView own,
            @Nullable String done,
            @Nullable Fault fault,
            @Nullable String unknown) {
        PasskeysView view = new PasskeysView(page, own, found.customer().secondFactor(), done, fault, unknown);
        return PageRenderer.withScript(status, "passkeys", page, view);
    }

    private static Optional<Long> id(PageRequest page) {
        return Ids.id(page.field("passkey"));
    }

    private Optional<Found> find(PageRequest page) {
        return page.passkeys() == null ? Optional.empty() : PageCustomer.of(page, browsers);
    }

    /** Where the pages ask for no passkeys, there is nothing here. */
    private Answer signedIn(PageRequest page, Function<Found, Answer> call) {
        return find(page).map(call).orElseGet(() -> page.goTo(page.passkeys() == null ? "account" : "sign-in"));
    }
}
