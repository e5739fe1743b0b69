package io.vestibule.oauth;

import io.vestibule.passkey.RelyingParties;
import io.vestibule.portal.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An application asks for a customer to be signed in; the customer agrees, or takes it back. */
public final class Authorizations {
    private final AuthorizationStore store;
    private final GrantStore grants;
    private final RelyingParties parties;

    public Authorizations(AuthorizationStore store, GrantStore grants, RelyingParties parties) {
        this.store = store;
        this.grants = grants;
        this.parties = parties;
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
        return store.authorize(request, pushed, caller.portal().id(), site, cookie);
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
