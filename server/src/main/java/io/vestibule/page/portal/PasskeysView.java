package io.vestibule.page.portal;

import io.vestibule.passkey.Passkey;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a customer's passkeys shows.
 *
 * @param code    whether changes take a code of the second factor, or the password
 * @param done    the phrase that says what was done; null if nothing was
 * @param fault   what is wrong; null if nothing is
 * @param unknown a passkey that the browser made for nothing, as {@code signalUnknownCredential} takes it; null for none
 */
public record PasskeysView(
        PageRequest page,
        OwnPasskeysView own,
        boolean code,
        @Nullable String done,
        @Nullable Fault fault,
        @Nullable String unknown) {

    /** When a passkey came and was last used. */
    public String history(Passkey passkey) {
        String created = page.words().say("account.passkeys.created", AccountView.moment(passkey.created()));
        String used = passkey.lastUsed() == null
                ? page.words().say("account.passkeys.unused")
                : page.words().say("account.passkeys.used", AccountView.moment(passkey.lastUsed()));
        String elsewhere = passkey.site().equals(own.site())
                ? ""
                : ", " + page.words().say("account.passkeys.elsewhere", passkey.site());
        return created + ", " + used + elsewhere;
    }

    /** The day on which a passkey came, which names it in buttons. */
    public String day(Passkey passkey) {
        return AccountView.moment(passkey.created());
    }
}
