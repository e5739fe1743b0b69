package io.vestibule.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sees of a customer.
 *
 * @param verifiedAt     when the mailbox was proven to be theirs, or null
 * @param disabledAt     since when they can't sign in, or null
 * @param secondFactorAt since when a second factor is asked for, or null
 * @param passwordOrigin who set the password (public, reset or operator); null if there is none
 * @param sessions       how many are alive
 */
public record CustomerRecord(
        Customer customer,
        @Nullable Instant verifiedAt,
        @Nullable Instant disabledAt,
        @Nullable Instant secondFactorAt,
        @Nullable String passwordOrigin,
        Instant updatedAt,
        long sessions) {}
