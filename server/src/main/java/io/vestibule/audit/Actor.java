package io.vestibule.audit;

import java.util.Locale;

/** Who did what an audit event tells of. */
public enum Actor {
    /** Somebody at a customer's browser, whether or not they have proved who they are. */
    CUSTOMER,
    /** A portal's server, by its API client. */
    CLIENT,
    /** An operator with an account, signed in. */
    OPERATOR,
    /** A program of an operator's, by its API key. */
    API_KEY,
    /** Somebody at the shell, by one of the commands. */
    COMMAND,
    /** The server itself. */
    SERVER;

    /** The one with this label. */
    static Actor of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** As the audit has it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
