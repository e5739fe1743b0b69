package io.vestibule.provisioning;

import io.vestibule.sql.Handle;

/** An account in the transaction that changes its customers: whoever moves its primary has locked it before. */
final class AccountStore {
    private AccountStore() {}

    /** Locks an account; false if the portal has none of this id. */
    static boolean lock(Handle h, long portalId, long accountId) {
        return lock(h, "a.id = :id", portalId, accountId);
    }

    /** Locks a customer's account, if the portal has the customer. */
    static void lockOf(Handle h, long portalId, long customerId) {
        lock(h, "a.id = (select account_id from customer where id = :id)", portalId, customerId);
    }

    private static boolean lock(Handle h, String which, long portalId, long id) {
        return h.statement("select a.id from account a where a.portal_id = :portal and " + which + " for update")
                .bind("portal", portalId)
                .bind("id", id)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /** Leaves it without a primary. A statement of its own: the unique index counts primaries row by row. */
    static void clearPrimary(Handle h, long accountId) {
        h.statement(
                        "update customer set is_primary = false, updated_at = now() where account_id = :account and is_primary")
                .bind("account", accountId)
                .execute();
    }
}
