package io.vestibule.page.portal;

import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.http.Answer;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.BrowserSessions.Found;
import io.vestibule.signin.LinkRequests;
import io.vestibule.signin.OwnEmail;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The address of a customer who is signed in: changing it, and asking for another link that verifies it. */
public final class EmailPage {
    private final BrowserSessions browsers;
    private final OwnEmail email;

    public EmailPage(BrowserSessions browsers, OwnEmail email) {
        this.browsers = browsers;
        this.email = email;
    }

    /** The field that a fault is about. */
    public enum Field {
        ADDRESS,
        PROOF
    }

    /**
     * What the template shows.
     *
     * @param typed the new address as it was typed
     * @param done  the phrase that says what was done; null if nothing was
     * @param field what the fault is about; null for the whole form
     * @param fault what is wrong; null if nothing is
     */
    public record View(
            PageRequest page,
            Customer customer,
            String typed,
            @Nullable String done,
            @Nullable Field field,
            @Nullable Fault fault) {

        /** What is wrong with a field; null if nothing is. */
        public @Nullable String fault(Field about) {
            return field == about && fault != null ? fault.in(page.words()) : null;
        }

        /** What is wrong with the whole; null if nothing is. */
        public @Nullable String formFault() {
            return field == null && fault != null ? fault.in(page.words()) : null;
        }
    }

    Answer show(PageRequest page) {
        return signedIn(page, found -> done(page, found, null));
    }

    /** Changes it. The new one isn't verified before its mail's link was used. */
    Answer change(PageRequest page) {
        return changing(page, found -> {
            Optional<EmailAddress> wanted = EmailAddress.parse(page.field("newEmail"));
            return wanted.isEmpty()
                    ? refuse(422, page, found, Field.ADDRESS, Fault.of("register.no_address"))
                    : change(page, found, wanted.get());
        });
    }

    private Answer change(PageRequest page, Found found, EmailAddress wanted) {
        return switch (email.change(
                page.caller(), found, wanted, page.optionalSecret("password"), page.optionalSecret("code"))) {
            case OwnEmail.Result.Done() -> signedIn(page, changed -> done(page, changed, "email.done"));
            case OwnEmail.Result.Wanted(var proof) -> refuse(422, page, found, Field.PROOF, Fault.wanted(proof));
            case OwnEmail.Result.Wrong(var proof) -> refuse(422, page, found, Field.PROOF, Fault.wrong(proof));
            case OwnEmail.Result.Stale() -> refuse(422, page, found, null, Fault.of("email.stale"));
            case OwnEmail.Result.Same() -> refuse(422, page, found, Field.ADDRESS, Fault.of("email.same"));
            case OwnEmail.Result.Taken() -> refuse(422, page, found, Field.ADDRESS, Fault.of("register.taken"));
            case OwnEmail.Result.Over() -> page.leave("sign-in");
            case OwnEmail.Result.Throttled(var wait) ->
                refuse(429, page, found, null, Fault.throttled(wait)).retryAfter(wait);
        };
    }

    /** Mails another link that verifies it, unless it is verified by now. */
    Answer requestVerification(PageRequest page) {
        return changing(
                page,
                found -> found.customer().verified()
                        ? done(page, found, null)
                        : switch (email.verification(page.caller(), found)) {
                            case LinkRequests.Result.Mailed mailed -> done(page, found, "email.verification.sent");
                            case LinkRequests.Result.Unknown() -> done(page, found, null);
                            case LinkRequests.Result.Disabled disabled -> page.leave("sign-in");
                            case LinkRequests.Result.Throttled(var wait) ->
                                refuse(429, page, found, null, Fault.throttled(wait))
                                        .retryAfter(wait);
                        });
    }

    /** @param done the phrase that says what was done; null if nothing was */
    private static Answer done(PageRequest page, Found found, @Nullable String done) {
        return PageRenderer.show(200, "email", page, new View(page, found.customer(), "", done, null, null));
    }

    private static Answer refuse(int status, PageRequest page, Found found, @Nullable Field field, Fault fault) {
        return PageRenderer.show(
                status, "email", page, new View(page, found.customer(), page.field("newEmail"), null, field, fault));
    }

    /** A form that was shown to somebody else leads back to the account, which says whose it is. */
    private Answer changing(PageRequest page, Function<Found, Answer> call) {
        return signedIn(page, found -> PageCustomer.wasShown(page, found) ? call.apply(found) : page.goTo("account"));
    }

    private Answer signedIn(PageRequest page, Function<Found, Answer> call) {
        return PageCustomer.of(page, browsers).map(call).orElseGet(() -> page.goTo("sign-in"));
    }
}
