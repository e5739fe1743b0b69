package io.vestibule.administration;

import io.vestibule.config.Mailbox;
import java.util.Optional;

/** Who a portal's mail is from: a mailbox, as an operator wrote it. */
public record Sender(String text) {
    public Sender {
        Mailbox.parse(text);
    }

    /** The sender; empty if the text is no mailbox. */
    public static Optional<Sender> parse(String text) {
        try {
            return Optional.of(new Sender(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
