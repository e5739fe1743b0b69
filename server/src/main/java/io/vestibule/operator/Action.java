package io.vestibule.operator;

import static io.vestibule.operator.Role.OWNER;
import static io.vestibule.operator.Role.SUPPORT;
import static io.vestibule.operator.Role.VIEWER;

import java.util.EnumSet;
import java.util.Set;

/** What can be done, and the least role that may: the one table of permissions. {@code docs/admin.md} shows it. */
public enum Action {
    PORTAL_READ(VIEWER),
    PORTAL_CREATE(OWNER, Reach.INSTALLATION),
    PORTAL_CHANGE(OWNER),
    /** It names the server that customers' passwords are sent to, and where ids begin for all portals. */
    UPSTREAM_CHANGE(OWNER, Reach.INSTALLATION),
    CLIENT_READ(VIEWER),
    CLIENT_CHANGE(OWNER),
    CUSTOMER_READ(VIEWER),
    CUSTOMER_CREATE(SUPPORT),
    CUSTOMER_CHANGE(SUPPORT),
    CUSTOMER_DISABLE(SUPPORT),
    CUSTOMER_UNLOCK(SUPPORT),
    CUSTOMER_ACT_AS(SUPPORT),
    CUSTOMER_EXPORT(OWNER),
    CUSTOMER_DELETE(OWNER),
    SESSION_READ(VIEWER),
    SESSION_END(SUPPORT),
    FACTOR_READ(VIEWER),
    FACTOR_REMOVE(SUPPORT),
    PASSKEY_READ(VIEWER),
    PASSKEY_REMOVE(SUPPORT),
    CONSENT_READ(VIEWER),
    CONSENT_WITHDRAW(SUPPORT),
    IMPORT_READ(OWNER),
    IMPORT_CHANGE(OWNER),
    LINK_READ(VIEWER),
    LINK_REVOKE(SUPPORT),
    MAIL_READ(VIEWER),
    MAIL_RESEND(SUPPORT),
    AUDIT_READ(VIEWER),
    AUDIT_EXPORT(SUPPORT),
    STATISTICS_READ(VIEWER),
    NODE_READ(VIEWER, Reach.INSTALLATION),
    KEY_READ(VIEWER, Reach.INSTALLATION),
    KEY_ROTATE(OWNER, Reach.INSTALLATION),
    EPOCH_START(OWNER, Reach.INSTALLATION),
    OPERATOR_READ(OWNER, Reach.INSTALLATION),
    OPERATOR_CHANGE(OWNER, Reach.INSTALLATION),
    API_KEY_READ(OWNER, Reach.INSTALLATION),
    API_KEY_CHANGE(OWNER, Reach.INSTALLATION);

    /** What an operator who is signed in does only with a proof of the last minutes: it can't be undone, or lets others in. */
    private static final Set<Action> GRAVE =
            EnumSet.of(UPSTREAM_CHANGE, CUSTOMER_DELETE, KEY_ROTATE, EPOCH_START, OPERATOR_CHANGE, API_KEY_CHANGE);

    /** What an action touches. */
    private enum Reach {
        /** One portal, and what is in it. */
        PORTAL,
        /** What all portals share: whoever is bound to some of them may not. */
        INSTALLATION
    }

    private final Role least;
    private final Reach reach;

    Action(Role least) {
        this(least, Reach.PORTAL);
    }

    Action(Role least, Reach reach) {
        this.least = least;
        this.reach = reach;
    }

    /** The least role that may do it. */
    public Role least() {
        return least;
    }

    /** Whether it touches what all portals share, so that whoever is bound to some of them may not do it. */
    public boolean installation() {
        return reach == Reach.INSTALLATION;
    }

    /** Whether an operator has to have proven in the last minutes that it is them. */
    public boolean wantsProof() {
        return GRAVE.contains(this);
    }
}
