package io.vestibule.page.portal;

import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.http.Answer;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.BrowserSessions.Found;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The profile of a customer who is signed in: the fields that the portal's schema has, and lets them change. */
public final class ProfilePage {
    private final BrowserSessions browsers;
    private final CustomerStore customers;

    public ProfilePage(BrowserSessions browsers, CustomerStore customers) {
        this.browsers = browsers;
        this.customers = customers;
    }

    Answer show(PageRequest page) {
        return signedIn(page, found -> {
            Customer customer = found.customer();
            return show(200, page, customer, ProfileForm.of(page, customer), false, null);
        });
    }

    /** Saves what was changed: all of it, or nothing. A form that was shown to somebody else leads back to the account. */
    Answer change(PageRequest page) {
        return signedIn(
                page,
                found -> PageCustomer.wasShown(page, found) ? change(page, found.customer()) : page.goTo("account"));
    }

    private Answer change(PageRequest page, Customer customer) {
        ProfileForm form = ProfileForm.sent(page, customer);
        ProfileSchema schema = page.caller().portal().profile();
        ProfileChanges changes = schema.ownChanges(form.changes(), customer.profile());
        List<String> others = form.refuse(changes.errors().keySet());
        if (form.isWrong() || !others.isEmpty()) {
            return show(422, page, customer, form, false, fault(page, schema, others));
        }
        Optional<Customer> changed = changes.values().isEmpty()
                ? Optional.of(customer)
                : customers.updateProfile(
                        customer.id(), changes.values(), page.caller().auditContext());
        return changed.map(now -> show(200, page, now, ProfileForm.of(page, now), true, null))
                .orElseGet(() -> page.leave("sign-in"));
    }

    /** About fields that the form hasn't got. */
    private static @Nullable String fault(PageRequest page, ProfileSchema schema, List<String> others) {
        ProfileWords words = ProfileWords.of(page);
        return others.isEmpty()
                ? null
                : page.words()
                        .say(
                                "profile.more",
                                others.stream()
                                        .map(name ->
                                                schema.shown().contains(name) ? words.label(schema.field(name)) : name)
                                        .collect(Collectors.joining(", ")));
    }

    private static Answer show(
            int status, PageRequest page, Customer customer, ProfileForm form, boolean done, @Nullable String fault) {
        return PageRenderer.show(
                status,
                "profile",
                page,
                new ProfileView(
                        page, customer, form.shown(), ProfileWords.of(page).untyped(customer.profile()), done, fault));
    }

    private Answer signedIn(PageRequest page, Function<Found, Answer> call) {
        return PageCustomer.of(page, browsers).map(call).orElseGet(() -> page.goTo("sign-in"));
    }
}
