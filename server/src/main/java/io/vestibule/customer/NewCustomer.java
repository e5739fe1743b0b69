package io.vestibule.customer;

import org.jspecify.annotations.Nullable;

/**
 * A customer who is about to be made, the primary one of an account of their own.
 *
 * @param password       a PHC string, or null for none
 * @param passwordOrigin who set it, as the column has it; null without a password
 * @param language       two letters, or null for the portal's
 */
public record NewCustomer(
        long portalId,
        EmailAddress email,
        @Nullable String password,
        @Nullable String passwordOrigin,
        @Nullable String language,
        Profile profile) {

    /** One who will sign in by links. */
    public static NewCustomer withoutPassword(
            long portalId, EmailAddress email, @Nullable String language, Profile profile) {
        return new NewCustomer(portalId, email, null, null, language, profile);
    }

    /** One whose password was set by somebody who hasn't shown that the mailbox is theirs. */
    public static NewCustomer inPublic(
            long portalId, EmailAddress email, String password, @Nullable String language, Profile profile) {
        return new NewCustomer(portalId, email, password, "public", language, profile);
    }

    /** One whose password comes from an operator or a portal's server. */
    public static NewCustomer byOperator(
            long portalId, EmailAddress email, String password, @Nullable String language, Profile profile) {
        return new NewCustomer(portalId, email, password, "operator", language, profile);
    }
}
