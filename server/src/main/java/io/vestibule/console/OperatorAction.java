package io.vestibule.console;

import io.vestibule.operator.Operator;
import java.util.Optional;

/** What an owner does about an operator, beside changing them: each has a page that says what it does, and asks why. */
public enum OperatorAction implements ConsoleAction {
    RESET(
            "Reset",
            "Makes a link, shown once and good once for 24 hours, by which they set password and second factor anew. Until it is"
                    + " used, the former ones are good; then none of them, no passkey either.",
            ""),
    END_SESSIONS(
            "End all sessions", "They are signed out of the console everywhere, at once.", "The sessions are ended."),
    END_SESSION("End this session", "They are signed out there, at once.", "The session is ended."),
    REMOVE_PASSKEY("Remove this passkey", "They sign in with it no longer.", "The passkey is removed."),
    DISABLE("Disable", "They can't sign in, and their sessions end at once.", "The operator is disabled."),
    ENABLE("Enable", "They can sign in again; a lock of failed sign-ins ends, too.", "The operator is enabled."),
    DELETE("Delete", "Their account is gone for good. The audit still names them.", "The operator is deleted.");

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings
    private final Words words;

    OperatorAction(String title, String effect, String done) {
        this.words = new Words(title, effect, done);
    }

    @Override
    public Words words() {
        return words;
    }

    /** Whether it takes something away. */
    @Override
    public boolean danger() {
        return this == DISABLE || this == DELETE || this == REMOVE_PASSKEY;
    }

    /** Whether it is about one session or passkey. */
    boolean ofPart() {
        return this == END_SESSION || this == REMOVE_PASSKEY;
    }

    static Optional<OperatorAction> of(String label) {
        return ConsoleAction.of(values(), label);
    }

    /** Whether there is anything to do about it. */
    boolean fits(Operator operator) {
        return switch (this) {
            case DISABLE -> !operator.disabled();
            case ENABLE -> operator.disabled() || operator.lockedUntil() != null;
            case RESET, END_SESSIONS, END_SESSION, REMOVE_PASSKEY, DELETE -> true;
        };
    }
}
