package io.vestibule.transfer;

import org.jspecify.annotations.Nullable;

/** A customer who is about to be made. Ids that aren't kept are given out at the end, all at once. */
final class NewRow {
    final Entry entry;
    /** Whose account; its id may still be 0. */
    final Existing.Account account;
    /** What a new account will be called; null for one of their own. */
    final @Nullable String accountKey;

    final boolean newAccount;
    final boolean primary;
    final boolean signsInWithEmail;
    /** 0: to be given out. */
    long id;

    NewRow(
            Entry entry,
            Existing.Account account,
            @Nullable String accountKey,
            boolean newAccount,
            boolean primary,
            boolean signsInWithEmail,
            long id) {
        this.entry = entry;
        this.account = account;
        this.accountKey = accountKey;
        this.newAccount = newAccount;
        this.primary = primary;
        this.signsInWithEmail = signsInWithEmail;
        this.id = id;
    }

    /** Whether the file has an id for them that they don't get. */
    boolean renumbered() {
        return entry.id() != null && entry.id() != id;
    }
}
