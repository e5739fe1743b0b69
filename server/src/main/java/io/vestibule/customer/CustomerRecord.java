package io.vestibule.customer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sees of a customer.
 *
 * @param verifiedAt     when the mailbox was proven to be theirs, or null
 * @param disabledAt     since when they can't sign in, or null
 * @param passwordOrigin who set the password (public, reset or operator); null if there is none
 * @param sessions       how many are alive
 */
public record CustomerRecord(
        Customer customer,
        @Nullable Instant verifiedAt,
        @Nullable Instant disabledAt,
        @Nullable String passwordOrigin,
        Instant updatedAt,
        long sessions) {

    static CustomerRecord read(ResultSet rs) throws SQLException {
        return new CustomerRecord(
                CustomerStore.customer(rs),
                instant(rs, "email_verified_at"),
                instant(rs, "disabled_at"),
                rs.getString("password_origin"),
                rs.getObject("updated_at", OffsetDateTime.class).toInstant(),
                rs.getLong("sessions"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        OffsetDateTime value = rs.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
