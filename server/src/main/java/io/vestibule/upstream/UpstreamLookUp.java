package io.vestibule.upstream;

import io.vestibule.customer.LoginName;
import io.vestibule.customer.Profile;
import io.vestibule.portal.Caller;

/**
 * Whether the portal's upstream has somebody who isn't here. The caller has taken the permits of a look-up and found nobody. A login that a
 * customer of here gave up isn't asked for. Throws {@link UpstreamAwayException} where the upstream can't be asked.
 */
public final class UpstreamLookUp {
    private final Upstreams upstreams;
    private final MoveInClaimStore claims;
    private final MoveInStore store;

    public UpstreamLookUp(Upstreams upstreams, MoveInClaimStore claims, MoveInStore store) {
        this.upstreams = upstreams;
        this.claims = claims;
        this.store = store;
    }

    /** Who has the login there; nobody where the portal has no upstream. */
    public LookUpResult find(Caller caller, LoginName login) {
        return Upstreams.has(caller.portal())
                        && !claims.isGivenUp(caller.portal().id(), login)
                ? upstreams.lookUp(caller, login)
                : new LookUpResult.Unknown();
    }

    /** Whether a login that nobody has here is somebody's there, so that nobody here gets it. */
    public boolean holds(Caller caller, LoginName login) {
        return Upstreams.has(caller.portal())
                && !claims.isHere(caller.portal().id(), login)
                && !(find(caller, login) instanceof LookUpResult.Unknown);
    }

    /**
     * Makes the customer here whom the upstream tells of, without a password: it is asked about that when they sign in. Whether one is here now
     * who may sign in.
     */
    public boolean bring(Caller caller, LoginName login) {
        if (!(find(caller, login) instanceof LookUpResult.Known(UpstreamCustomer told))) {
            return false;
        }
        Profile profile =
                caller.portal().profile().changes(told.profile(), Profile.EMPTY).asNew();
        return switch (store.make(
                caller.portal().id(),
                login,
                told,
                upstreams.logins(caller, login, told),
                null,
                profile.attributes(),
                caller.auditContext())) {
            case MoveInStore.Made.Done done -> true;
            case MoveInStore.Made.LoginTaken() -> true;
            case MoveInStore.Made.IdTaken() -> throw upstreams.taken(caller);
        };
    }
}
