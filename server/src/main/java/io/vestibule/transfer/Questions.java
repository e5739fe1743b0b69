package io.vestibule.transfer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be found out for a batch.
 *
 * @param contacts keys of accounts whose customers without a login matter
 */
record Questions(Set<String> logins, Set<Long> ids, Set<String> accounts, Set<Long> accountIds, Set<String> contacts) {
    static Questions of(List<Entry> entries) {
        Questions ask =
                new Questions(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        for (Entry entry : entries) {
            add(ask.logins, entry.foldedEmail());
            add(ask.logins, entry.foldedUsername());
            add(ask.ids, entry.id());
            add(ask.accounts, entry.accountKey());
            add(ask.accountIds, entry.accountId());
            if (entry.username() == null && (entry.email() == null || entry.emailLogin() != EmailLogin.YES)) {
                add(ask.contacts, entry.accountKey());
            }
        }
        return ask;
    }

    /** The same without what a unique index would tell. */
    Questions withoutUnique() {
        return new Questions(Set.of(), Set.of(), accounts, Set.of(), contacts);
    }

    private static <T> void add(Set<T> set, @Nullable T value) {
        if (value != null) {
            set.add(value);
        }
    }
}
