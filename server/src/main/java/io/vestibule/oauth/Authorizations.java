package io.vestibule.oauth;

import io.vestibule.portal.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An application asks for a customer to be signed in; the customer agrees, or takes it back. */
public final class Authorizations {
    private final AuthorizationStore store;
    private final GrantStore grants;

    public Authorizations(AuthorizationStore store, GrantStore grants) {
        this.store = store;
        this.grants = grants;
    }

    /**
     * Gives a code if the browser's session is all that the request wants, or says what else that takes.
     *
     * @param pushed the reference of a request that was pushed, which the code uses up; null for any other
     * @param cookie the browser's session; empty for none
     */
    public Authorization authorize(
            Caller caller, AuthorizationRequest request, @Nullable String pushed, String cookie) {
        return store.authorize(request, pushed, caller.portal().id(), cookie);
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
