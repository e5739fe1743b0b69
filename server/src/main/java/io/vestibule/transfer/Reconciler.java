package io.vestibule.transfer;

import io.vestibule.transfer.Existing.Account;
import io.vestibule.transfer.Existing.Contact;
import io.vestibule.transfer.Existing.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says of each line, in the file's order, whether its customer is new, there already, or can't be. A customer is the same where address
 * and username agree (and the outside account, if the file tells one); whoever is there already stays as they are, so a second run
 * changes nothing. Somebody else's login, or a second primary customer in an account, is refused.
 */
final class Reconciler {
    private final Existing existing;

    Reconciler(Existing existing) {
        this.existing = existing;
    }

    Reconciliation reconcile(Entry entry) {
        Holder byId = entry.id() == null ? null : existing.ids.get(entry.id());
        if (byId != null && byId.mine() && sameLogins(entry, byId)) {
            return there(byId.fresh());
        }
        Holder byUsername = entry.username() == null ? null : existing.logins.get(entry.foldedUsername());
        if (byUsername != null) {
            return sameLogins(entry, byUsername) && sameAccount(entry, byUsername)
                    ? there(byUsername.fresh())
                    : new Reconciliation.Refused("The username is the login of another customer.");
        }
        Holder byEmail = entry.email() == null || entry.emailLogin() == EmailLogin.NO
                ? null
                : existing.logins.get(entry.foldedEmail());
        if (byEmail != null) {
            if (isTheirs(entry, byEmail)) {
                return there(byEmail.fresh());
            }
            if (entry.emailLogin() == EmailLogin.YES) {
                return new Reconciliation.Refused("The email is the login of another customer.");
            }
        }
        boolean signsInWithEmail = entry.email() != null && entry.emailLogin() != EmailLogin.NO && byEmail == null;
        if (!signsInWithEmail && entry.username() == null) {
            Contact same = contact(entry);
            if (same != null) {
                return there(same.fresh());
            }
        }
        return made(entry, signsInWithEmail);
    }

    private static Reconciliation there(boolean fresh) {
        return fresh
                ? new Reconciliation.Refused("A line before this one is the same customer.")
                : new Reconciliation.There();
    }

    private static boolean sameLogins(Entry entry, Holder holder) {
        return Objects.equals(entry.foldedEmail(), holder.email())
                && Objects.equals(entry.foldedUsername(), holder.username());
    }

    private static boolean sameAccount(Entry entry, Holder holder) {
        return entry.accountKey() == null || entry.accountKey().equals(holder.accountKey());
    }

    /** Who has the address, and has set a username since, is still the one whom the line tells of; whoever else has it isn't. */
    private static boolean isTheirs(Entry entry, Holder holder) {
        return Objects.equals(entry.foldedEmail(), holder.email())
                && (Objects.equals(entry.foldedUsername(), holder.username())
                        || (entry.username() == null
                                && holder.name().equals(entry.profile().fullName())))
                && sameAccount(entry, holder);
    }

    private @Nullable Contact contact(Entry entry) {
        List<Contact> contacts = entry.accountKey() == null ? null : existing.contacts.get(entry.accountKey());
        if (contacts == null) {
            return null;
        }
        return contacts.stream()
                .filter(contact -> Objects.equals(contact.email(), entry.foldedEmail())
                        && contact.name().equals(entry.profile().fullName()))
                .findFirst()
                .orElse(null);
    }

    private Reconciliation made(Entry entry, boolean signsInWithEmail) {
        String key = entry.accountKey();
        Account account = key == null ? null : existing.accounts.get(key);
        boolean newAccount = account == null;
        boolean taken = account != null && account.hasPrimary;
        boolean primary = entry.primary() == null ? !taken : entry.primary();
        if (primary && taken) {
            return new Reconciliation.Refused("The account has a primary customer already.");
        }
        if (account == null) {
            account = new Account(keptAccountId(entry), false);
            if (key != null) {
                existing.accounts.put(key, account);
            }
        }
        account.hasPrimary |= primary;
        long id = entry.id() == null || existing.ids.containsKey(entry.id()) ? 0 : entry.id();
        remember(entry, id, signsInWithEmail);
        return new Reconciliation.New(new NewRow(entry, account, key, newAccount, primary, signsInWithEmail, id));
    }

    private long keptAccountId(Entry entry) {
        return entry.accountId() != null && existing.accountIds.add(entry.accountId()) ? entry.accountId() : 0;
    }

    private void remember(Entry entry, long id, boolean signsInWithEmail) {
        String name = entry.profile().fullName();
        Holder holder = new Holder(true, name, entry.foldedEmail(), entry.foldedUsername(), entry.accountKey(), true);
        if (id != 0) {
            existing.ids.put(id, holder);
        }
        String email = entry.foldedEmail();
        String username = entry.foldedUsername();
        if (signsInWithEmail && email != null) {
            existing.logins.put(email, holder);
        }
        if (username != null) {
            existing.logins.put(username, holder);
        } else if (!signsInWithEmail && entry.accountKey() != null) {
            existing.contacts
                    .computeIfAbsent(entry.accountKey(), key -> new ArrayList<>())
                    .add(new Contact(email, name, true));
        }
    }
}
