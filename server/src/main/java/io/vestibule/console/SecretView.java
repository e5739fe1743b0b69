package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.secret.Secret;

/**
 * A page that shows a secret, this once: the answer to the form that made it. Loading it again sends the form again, which is out of date then.
 *
 * @param lead   what it is good for, and until when the one before it is
 * @param label  what it is
 * @param next   where to go on, as an address
 */
public record SecretView(Layout layout, String title, String lead, String label, Secret secret, String next) {
    Answer answer() {
        return Screen.show(200, "secret", this);
    }

    /** As it is shown. */
    public String text() {
        return secret.reveal();
    }
}
