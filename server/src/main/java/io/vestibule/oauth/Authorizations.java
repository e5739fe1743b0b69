package io.vestibule.oauth;

import io.vestibule.passkey.RelyingParties;
import io.vestibule.portal.Caller;
import io.vestibule.session.BrowserSessions;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An application asks for a customer to be signed in; the customer agrees, or takes it back. */
public final class Authorizations {
    /** No customer's id. */
    private static final Long NOBODY = 0L;

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
        Long subject = customer(portal, request.requirements().subject(), cookie);
        return browsers.acting(portal, cookie).isPresent()
                ? acting(request, pushed, portal, subject, cookie)
                : store.authorize(request, pushed, portal, site, subject, cookie);
    }

    private Authorization acting(
            AuthorizationRequest request, @Nullable String pushed, long portal, @Nullable Long subject, String cookie) {
        if (!request.mayBeActedFor()) {
            return new Authorization.NotWhileActing();
        }
        return switch (store.authorizeActing(request.withoutOfflineAccess(), pushed, portal, subject, cookie)) {
            case Authorization.Granted granted -> granted;
            case Authorization.Used used -> used;
            case Authorization.Wanted wanted -> new Authorization.NotWhileActing();
            case Authorization.OtherCustomer() -> new Authorization.NotWhileActing();
            case Authorization.Unmet() -> new Authorization.NotWhileActing();
            case Authorization.NotWhileActing refused -> refused;
        };
    }

    /** Who that is; null for anybody. Of a pairwise subject it can only be told whether it is the customer who is signed in. */
    private @Nullable Long customer(long portalId, @Nullable SubjectWanted wanted, String cookie) {
        if (wanted == null) {
            return null;
        }
        if (wanted.sector() == null) {
            return customer(wanted.subject());
        }
        return browsers.findOrActing(portalId, cookie)
                .map(found -> found.customer().id())
                .filter(id -> subjects.subject(wanted.sector(), id).equals(wanted.subject()))
                .orElse(NOBODY);
    }

    private static long customer(String subject) {
        return PUBLIC.matcher(subject).matches() ? Long.parseLong(subject) : NOBODY;
    }

    /** Keeps what a customer agreed to. */
    public void consent(Caller caller, long customerId, OAuthClient client, List<String> scopes) {
        store.consent(customerId, client.client().id(), scopes, caller.auditContext());
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
