package io.vestibule.operator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an operator or an API key may do, each role what the one before it may, and more. {@link Action} has the table. */
public enum Role {
    /** Sees. */
    VIEWER,
    /** Helps customers, too. */
    SUPPORT,
    /** May do everything. */
    OWNER;

    /** As the database, commands and the admin API have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that label; empty if there is none. */
    public static Optional<Role> parse(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }

    /** Whether this role may do what another may. */
    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
