package io.vestibule.oauth;

import io.vestibule.passkey.RelyingParties;
import io.vestibule.portal.Caller;
import io.vestibule.session.BrowserSessions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An application asks for a customer to be signed in; the customer agrees, or takes it back. */
public final class Authorizations {
    private static final Pattern PUBLIC = Pattern.compile("[1-9][0-9]{0,17}");

    private final AuthorizationStore store;
    private final GrantStore grants;
    private final RelyingParties parties;
    private final BrowserSessions browsers;
    private final Subjects subjects;

    public Authorizations(
            AuthorizationStore store,
            GrantStore grants,
            RelyingParties parties,
            BrowserSessions browsers,
            Subjects subjects) {
        this.store = store;
        this.grants = grants;
        this.parties = parties;
        this.browsers = browsers;
        this.subjects = subjects;
    }

    /**
     * Gives a code if the browser's session is all that the request wants, or says what else that takes.
     *
     * @param pushed the reference of a request that was pushed, which the code uses up; null for any other
     * @param cookie the browser's session; empty for none
     */
    public Authorization authorize(
            Caller caller, AuthorizationRequest request, @Nullable String pushed, String cookie) {
        String site = parties.forOwnPages(caller.portal())
                .map(party -> party.id().value())
                .orElse(null);
        long portal = caller.portal().id();
        Set<Long> customers = customers(portal, request.requirements().subjects(), cookie);
        return browsers.acting(portal, cookie).isPresent()
                ? acting(request, pushed, portal, customers, cookie)
                : store.authorize(request, pushed, portal, site, customers, cookie);
    }

    private Authorization acting(
            AuthorizationRequest request,
            @Nullable String pushed,
            long portal,
            @Nullable Set<Long> customers,
            String cookie) {
        if (!request.mayBeActedFor()) {
            return new Authorization.NotWhileActing();
        }
        return switch (store.authorizeActing(request.withoutOfflineAccess(), pushed, portal, customers, cookie)) {
            case Authorization.Granted granted -> granted;
            case Authorization.Used used -> used;
            case Authorization.Wanted wanted -> new Authorization.NotWhileActing();
            case Authorization.OtherCustomer() -> new Authorization.NotWhileActing();
            case Authorization.Unmet() -> new Authorization.NotWhileActing();
            case Authorization.NotWhileActing refused -> refused;
        };
    }

    /** Who fits all that is wanted; null for anybody. */
    private @Nullable Set<Long> customers(long portalId, List<SubjectWanted> all, String cookie) {
        return all.stream()
                .map(wanted -> customers(portalId, wanted, cookie))
                .reduce((these, those) -> these.stream().filter(those::contains).collect(Collectors.toSet()))
                .orElse(null);
    }

    /** Of a pairwise subject it can only be told whether it is the customer who is signed in. */
    private Set<Long> customers(long portalId, SubjectWanted wanted, String cookie) {
        if (wanted.sector() != null) {
            return browsers.findOrActing(portalId, cookie)
                    .map(found -> found.customer().id())
                    .filter(id -> wanted.subjects().contains(subjects.subject(wanted.sector(), id)))
                    .map(Set::of)
                    .orElse(Set.of());
        }
        return wanted.subjects().stream()
                .filter(subject -> PUBLIC.matcher(subject).matches())
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }

    /** Keeps what a customer agreed to in a session that is alive. */
    public void consent(Caller caller, BrowserSessions.Found session, OAuthClient client, List<String> scopes) {
        store.consent(
                session.session(), session.customer().id(), client.client().id(), scopes, caller.auditContext());
    }

    /** All that a customer agreed to. */
    public List<AuthorizationStore.Consent> consents(long customerId) {
        return store.consents(customerId);
    }

    /** Takes back what a customer agreed to for an application, and ends all that it was granted. */
    public void withdrawConsent(Caller caller, long customerId, long clientId) {
        grants.withdrawConsent(customerId, clientId, caller.auditContext());
    }
}
