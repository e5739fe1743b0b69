package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.secret.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page that shows a secret, this once: the answer to the form that made it. Loading it again sends the form again, which is out of date then.
 *
 * @param lead   what was done, and what it is good for
 * @param former until when the one before it is good; null where there is none, or it is void
 * @param label  what it is
 * @param next   where to go on, as an address
 */
public record SecretView(
        Layout layout, String title, String lead, @Nullable Instant former, String label, Secret secret, String next) {
    Answer answer() {
        return Screen.show(200, "secret", this);
    }

    /** As it is shown. */
    public String text() {
        return secret.reveal();
    }
}
