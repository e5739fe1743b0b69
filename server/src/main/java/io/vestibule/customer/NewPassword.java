package io.vestibule.customer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A password that takes the place of the one before.
 *
 * @param hash   a PHC string
 * @param origin who set it, as the column has it; null: whoever set the one before
 * @param life   how long a temporary one is good for; null for an ordinary one
 */
public record NewPassword(
        String hash, @Nullable String origin, @Nullable Duration life) {
    /** Set by whoever opened a reset link, which proves the mailbox. */
    public static NewPassword byReset(String hash) {
        return new NewPassword(hash, "reset", null);
    }

    /** Set by the customer, who gave the one before it: it is as good as that was. */
    public static NewPassword byHolder(String hash) {
        return new NewPassword(hash, null, null);
    }

    /** Set by a portal's server or an operator. */
    public static NewPassword byOperator(String hash) {
        return new NewPassword(hash, "operator", null);
    }

    /** The same for a time, to be changed at its first use. */
    public static NewPassword temporary(String hash, Duration life) {
        return new NewPassword(hash, "operator", life);
    }
}
