package io.vestibule.transfer;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Username;
import org.jspecify.annotations.Nullable;

/** A line's address and username, and which of them the customer signs in with. */
record Logins(
        @Nullable EmailAddress email,
        EmailLogin emailLogin,
        @Nullable Username username) {

    static Logins read(FieldValues values, Faults faults) {
        EmailAddress email = email(values, faults);
        EmailLogin emailLogin = emailLogin(values, faults);
        boolean signsInWithEmail = email != null && emailLogin != EmailLogin.NO;
        return new Logins(email, emailLogin, username(values, faults, signsInWithEmail));
    }

    private static @Nullable EmailAddress email(FieldValues values, Faults faults) {
        String text = values.stripped("email");
        EmailAddress email = text == null ? null : EmailAddress.parse(text).orElse(null);
        if (text != null && email == null) {
            faults.refuse("email", "an email address");
        }
        return email;
    }

    private static EmailLogin emailLogin(FieldValues values, Faults faults) {
        String text = values.text("emailLogin");
        EmailLogin login = text == null ? EmailLogin.YES : EmailLogin.of(text).orElse(null);
        if (login == null) {
            faults.refuse("emailLogin", "true, false or if-free");
            return EmailLogin.YES;
        }
        return login;
    }

    private static @Nullable Username username(FieldValues values, Faults faults, boolean signsInWithEmail) {
        String text = values.stripped("username");
        Username username = text == null ? null : Username.parse(text).orElse(null);
        if (text == null || username != null) {
            return username;
        }
        if (signsInWithEmail) {
            faults.odd("username", Username.FORM_RULE);
        } else {
            faults.refuse("username", Username.FORM_RULE);
        }
        return null;
    }

    /** Whether there is nothing to sign in with. */
    boolean areNone() {
        return username == null && (email == null || emailLogin == EmailLogin.NO);
    }
}
