package io.vestibule.page.portal;

import io.vestibule.customer.Customer;
import io.vestibule.oauth.AuthorizationStore.Consent;
import io.vestibule.session.ActAsSession;
import io.vestibule.session.OpenSession;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the page of an account shows.
 *
 * @param customer whose it is
 * @param current the session of this browser
 * @param actedFor when operators acted for the customer
 * @param consents what applications of others may see
 * @param factor  whether a second factor is on
 * @param passkeys the customer's; null where the pages ask for none
 * @param part    what {@code done} and {@code fault} are about; null where nothing was done
 * @param done    the phrase that says what was done; null if nothing was
 * @param fault   what is wrong; null if nothing is
 */
public record AccountView(
        PageRequest page,
        Customer customer,
        UUID current,
        List<OpenSession> sessions,
        List<Instant> actedFor,
        List<Consent> consents,
        boolean factor,
        @Nullable OwnPasskeysView passkeys,
        @Nullable Part part,
        @Nullable String done,
        @Nullable Fault fault) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public AccountView {
        sessions = List.copyOf(sessions);
        actedFor = List.copyOf(actedFor);
        consents = List.copyOf(consents);
    }

    /** What the customer is called. */
    public String who() {
        return name(customer);
    }

    /** What the customer signs in with, and what is known of them beside. */
    public List<ProfileWords.Known> known() {
        return ProfileWords.of(page).known(customer);
    }

    /** The part of the page that something is said about. */
    public enum Part {
        PASSWORD,
        NEW_PASSWORD,
        SESSIONS,
        CONSENTS
    }

    /** What is wrong with a part; null if nothing is. */
    public @Nullable String fault(Part about) {
        return part == about && fault != null ? fault.in(page.words()) : null;
    }

    /** What was done to a part; null if nothing was. */
    public @Nullable String done(Part about) {
        return part == about && done != null ? page.words().say(done) : null;
    }

    /** A moment, to the minute. */
    public String time(Instant moment) {
        return moment(moment);
    }

    /** The same. */
    static String moment(Instant moment) {
        return TIME.format(moment);
    }

    /** What an application may see, in words. */
    public String scopes(Consent consent) {
        return consent.scopes().stream()
                .map(scope -> page.words().sayOr("scope." + scope, scope))
                .collect(Collectors.joining(", "));
    }

    /** How a session's customer proved who they are. */
    public String methods(OpenSession session) {
        return String.join(
                ", ", session.methods().stream().flatMap(this::method).toList());
    }

    private Stream<String> method(String amr) {
        return switch (amr) {
            case "pwd" -> Stream.of(page.words().say("method.password"));
            case "link" -> Stream.of(page.words().say("method.link"));
            case "otp" -> Stream.of(page.words().say("method.code"));
            case ActAsSession.METHOD -> Stream.of(page.words().say("method.support"));
            case "hwk" -> Stream.of(page.words().say("method.passkey"));
            default -> Stream.empty(); // says no more than the others
        };
    }

    /** What a customer is called who is told that they are signed in. */
    static String name(Customer customer) {
        return customer.logins().stream().findFirst().orElseGet(() -> Long.toString(customer.id()));
    }
}
