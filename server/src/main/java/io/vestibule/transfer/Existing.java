package io.vestibule.transfer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the portal has of what a batch asks for. The reconciler adds to it what each line brings, so that later lines see it. */
final class Existing {
    /** Who signs in as what, by folded login. */
    final Map<String, Holder> logins = new HashMap<>();
    /** Who has one of the ids that the batch would keep. */
    final Map<Long, Holder> ids = new HashMap<>();
    /** Accounts by the file's name for them. */
    final Map<String, Account> accounts = new HashMap<>();
    /** Which of the account ids that the batch would keep are taken. */
    final Set<Long> accountIds = new HashSet<>();
    /** Customers without a login in accounts of the batch, by the account's key. */
    final Map<String, List<Contact>> contacts = new HashMap<>();

    /**
     * A customer.
     *
     * @param name       first and last
     * @param mine       whether they are of this portal
     * @param accountKey the outside key of their account
     * @param fresh      whether this very run brought them
     */
    record Holder(
            boolean mine,
            String name,
            @Nullable String email,
            @Nullable String username,
            @Nullable String accountKey,
            boolean fresh) {}

    /** A customer who can't sign in. */
    record Contact(@Nullable String email, String name, boolean fresh) {}

    /** An account that is there or will be. */
    static final class Account {
        long id;
        boolean hasPrimary;

        Account(long id, boolean hasPrimary) {
            this.id = id;
            this.hasPrimary = hasPrimary;
        }
    }
}
