package io.vestibule.console;

import io.vestibule.operator.Operator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an owner does about an operator, beside changing them: each has a page that says what it does, and asks why. */
public enum OperatorAction {
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

    private final String title;
    private final String effect;
    private final String done;

    OperatorAction(String title, String effect, String done) {
        this.title = title;
        this.effect = effect;
        this.done = done;
    }

    public String title() {
        return title;
    }

    /** What it does. */
    String effect() {
        return effect;
    }

    /** What is said when it was done. */
    String done() {
        return done;
    }

    /** Whether it takes something away. */
    public boolean danger() {
        return this == DISABLE || this == DELETE || this == REMOVE_PASSKEY;
    }

    /** Whether it is about one session or passkey. */
    boolean ofPart() {
        return this == END_SESSION || this == REMOVE_PASSKEY;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<OperatorAction> of(String label) {
        return Stream.of(values()).filter(one -> one.label().equals(label)).findFirst();
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
