package io.vestibule.session;

import io.vestibule.config.SessionConfig;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.portal.Caller;
import io.vestibule.secret.MasterKey;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What clients do with sessions: go on with them, renew them, end them. */
public final class Sessions {
    private final SessionStore store;
    private final RotationStore rotations;
    private final CustomerStore customers;
    private final AccessTokens tokens;
    private final MasterKey keys;
    private final SessionConfig config;

    public Sessions(
            SessionStore store,
            RotationStore rotations,
            CustomerStore customers,
            AccessTokens tokens,
            MasterKey keys,
            SessionConfig config) {
        this.store = store;
        this.rotations = rotations;
        this.customers = customers;
        this.tokens = tokens;
        this.keys = keys;
        this.config = config;
    }

    /** A session that is about to open, with the refresh token that only its client will have. */
    public record PendingSession(
            NewSession session, @Nullable RefreshToken refresh) {}

    /** A session of short access tokens, which refresh tokens renew: what a password or passkey opens. */
    public PendingSession newRefreshableSession() {
        UUID id = UUID.randomUUID();
        RefreshToken refresh = RefreshToken.first(id, keys);
        return new PendingSession(
                new NewSession(id, config.refreshAbsolute(), config.refreshIdle(), refresh.hash()), refresh);
    }

    /** A session of one longer access token, with nothing to renew it: what a link opens. */
    public PendingSession newSessionWithoutRefresh() {
        return new PendingSession(new NewSession(UUID.randomUUID(), config.accessFromLink(), null, null), null);
    }

    /**
     * A session that a customer's browser has on our own pages, by a cookie.
     *
     * @param former the cookie that the browser has so far; null for none
     */
    public NewBrowserSession newBrowserSession(@Nullable String former) {
        return NewBrowserSession.of(
                new NewSession(UUID.randomUUID(), config.browser(), config.refreshIdle(), null), former);
    }

    /** What the client of a session that was opened gets. */
    public IssuedTokens issueTokens(PendingSession pending, long portalId, long customerId) {
        return tokens.issue(
                new AccessTokens.Claims(pending.session().id(), portalId, customerId),
                pending.refresh() == null ? config.accessFromLink() : config.accessFromPassword(),
                pending.refresh());
    }

    /** A customer in one of their sessions. */
    public record SignedIn(Customer customer, UUID session) {}

    /** Who holds the access token, and in which session, if that is alive at this moment. */
    public Optional<SignedIn> authenticate(Caller caller, String accessToken) {
        return tokens.verify(accessToken, caller.portal().id())
                .flatMap(claims -> customers
                        .ofSession(claims.session(), claims.portalId())
                        .map(customer -> new SignedIn(customer, claims.session())));
    }

    /** The next tokens for a refresh token; empty if it is invalid, out of date or was used before. */
    public Optional<IssuedTokens> refresh(Caller caller, String refreshToken) {
        return RefreshToken.parse(refreshToken, keys).flatMap(token -> {
            long portal = caller.portal().id();
            return switch (rotations.rotate(new PresentedRefreshToken(
                    token, token.successors(keys), portal, null, null, null, null, null, caller.auditContext()))) {
                case Rotation.Successor(TokenGrant grant, RefreshToken successor) ->
                    Optional.of(tokens.issue(
                            new AccessTokens.Claims(grant.session(), portal, grant.customerId()),
                            config.accessFromPassword(),
                            successor));
                case Rotation.Reused() -> Optional.empty();
                case Rotation.Over() -> Optional.empty();
                case Rotation.InvalidScope() -> Optional.empty();
                case Rotation.ReplayedProof() -> Optional.empty();
            };
        });
    }

    /** Ends the session of an access token at once; false if the token is invalid already. */
    public boolean revoke(Caller caller, String accessToken) {
        return tokens.verify(accessToken, caller.portal().id())
                .map(claims -> store.revoke(claims.session(), claims.portalId(), caller.auditContext()))
                .orElse(false);
    }
}
