package io.vestibule.mail;

import org.jspecify.annotations.Nullable;

/**
 * A mail before it is rendered, as the outbox holds it.
 *
 * @param to where it goes; null: to the address that the customer has when it is sent
 * @param link a whole URL with its token, or null for a mail without one
 */
public record Letter(
        MailPurpose purpose,
        long portalId,
        long customerId,
        @Nullable String to,
        @Nullable String link) {

    /** Refuses what would lead nobody anywhere, and whatever could end a line of a header. */
    public Letter {
        if (purpose.needsLink() && link == null) {
            throw new IllegalArgumentException("A mail for " + purpose.label() + " needs a link");
        }
        if (purpose == MailPurpose.EMAIL_CHANGED_OLD && to == null) {
            throw new IllegalArgumentException("The customer's address is the new one: say which was the old");
        }
        if (hasControl(to) || hasControl(link)) {
            throw new IllegalArgumentException("A control character in the address or link of a mail");
        }
    }

    private static boolean hasControl(@Nullable String text) {
        return text != null && text.chars().anyMatch(Character::isISOControl);
    }

    /** Without the address and the link: the one is personal, the other signs in. */
    @Override
    public String toString() {
        return "Letter[" + purpose.label() + ", portal " + portalId + ", customer " + customerId + "]";
    }
}
