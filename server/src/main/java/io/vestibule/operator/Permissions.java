package io.vestibule.operator;

/**
 * Whether somebody may do something, asked before each use case: by role and action first, then by the portal that it is about. A portal
 * that isn't theirs doesn't exist for them.
 */
public final class Permissions {
    private Permissions() {}

    /** What came of it. */
    public enum Decision {
        GRANTED,
        /** Their role may not, or they are bound to some portals and it touches all. */
        FORBIDDEN,
        /** It is about a portal that isn't theirs: to be told as if there were none. */
        NOT_THEIRS
    }

    /** Whether they may do this at all, in some portal of theirs. */
    public static Decision decide(Principal principal, Action action) {
        boolean may = principal.role().includes(action.least())
                && (!action.installation() || principal.portals().all());
        return may ? Decision.GRANTED : Decision.FORBIDDEN;
    }

    /** Whether they may do this in the portal. */
    public static Decision decide(Principal principal, Action action, long portal) {
        Decision decision = decide(principal, action);
        return decision == Decision.GRANTED && !principal.portals().covers(portal) ? Decision.NOT_THEIRS : decision;
    }
}
