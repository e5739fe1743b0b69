package io.vestibule.console;

import io.vestibule.operator.Action;
import java.util.Optional;

/** What an operator does about a customer: each has a page that says what it does, and asks why. */
public enum CustomerAction implements ConsoleAction {
    UNLOCK(
            Action.CUSTOMER_UNLOCK,
            "Unlock",
            "The lock ends, and the failed sign-ins are forgotten. They can sign in again at once.",
            "The lock is ended."),
    RESET_PASSWORD(
            Action.CUSTOMER_CHANGE,
            "Mail a link to set a password",
            "A link to set a new password is mailed to their address. The password that they have is good until they do.",
            "The link is on its way."),
    CHANGE_EMAIL(
            Action.CUSTOMER_CHANGE,
            "Change the address",
            "They sign in with the new address from now on, and mail goes there. Links that were mailed are void.",
            "The address is changed."),
    END_SESSIONS(
            Action.SESSION_END,
            "End all sessions",
            "They are signed out at once everywhere, and applications are told.",
            "The sessions are ended."),
    END_SESSION(Action.SESSION_END, "End this session", "They are signed out there at once.", "The session is ended."),
    REVOKE_LINKS(
            Action.LINK_REVOKE, "Void the links", "No link that was mailed is good any longer.", "The links are void."),
    REMOVE_FACTOR(
            Action.FACTOR_REMOVE,
            "Turn the second factor off",
            "They sign in without a code from now on. Make sure that it is them who asks. A mail tells them.",
            "The second factor is off."),
    REMOVE_PASSKEY(
            Action.PASSKEY_REMOVE,
            "Remove this passkey",
            "Nobody signs in with it any longer. A mail tells them.",
            "The passkey is removed."),
    WITHDRAW_CONSENT(
            Action.CONSENT_WITHDRAW,
            "Withdraw this consent",
            "The application gets nothing more of them, and what it was granted ends at once. It asks them when they come again.",
            "The consent is withdrawn."),
    ACT_AS(
            Action.CUSTOMER_ACT_AS,
            "Act for them",
            "You get a link, good once in this browser, by which you see the portal's pages and applications as they do, for 30 minutes at most."
                    + " A mail tells them, and so does their account.",
            "The link is made."),
    EXPORT(
            Action.CUSTOMER_EXPORT,
            "Export all that is kept",
            "You get all that is kept of them as a file, without hashes and sealed secrets. It is theirs: give it to nobody else.",
            "The file is made."),
    DISABLE(
            Action.CUSTOMER_DISABLE,
            "Disable",
            "They can't sign in, and their sessions end at once. Nothing of theirs is deleted.",
            "The customer is disabled."),
    ENABLE(Action.CUSTOMER_DISABLE, "Enable", "They can sign in again.", "The customer is enabled."),
    DELETE(
            Action.CUSTOMER_DELETE,
            "Delete",
            "Their logins, sessions, links, passkeys and profile are gone for good. The audit stays.",
            "The customer is deleted.");

    private final Action action;

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings
    private final Words words;

    CustomerAction(Action action, String title, String effect, String done) {
        this.action = action;
        this.words = new Words(title, effect, done);
    }

    Action action() {
        return action;
    }

    @Override
    public Words words() {
        return words;
    }

    /** Whether it is about one of several things that they have. */
    public boolean ofOne() {
        return this == END_SESSION || this == REMOVE_PASSKEY || this == WITHDRAW_CONSENT;
    }

    /** Whether it takes something from the customer that they would miss. */
    @Override
    public boolean danger() {
        return this == DELETE || this == DISABLE || this == REMOVE_FACTOR || this == REMOVE_PASSKEY;
    }

    static Optional<CustomerAction> of(String label) {
        return ConsoleAction.of(values(), label);
    }

    static String path(long customer, CustomerAction action) {
        return "/console/customers/" + customer + "/" + action.label();
    }
}
