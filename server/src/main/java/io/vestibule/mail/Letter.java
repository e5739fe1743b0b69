package io.vestibule.mail;

import org.jspecify.annotations.Nullable;

/**
 * A mail before it is rendered, as the outbox holds it.
 *
 * @param to where it goes; null: to the address that the customer has when it is sent
 * @param link a whole URL with its token, or null for a mail without one
 * @param code a code to type, or null for a mail without one
 */
public record Letter(
        MailPurpose purpose,
        long portalId,
        long customerId,
        @Nullable String to,
        @Nullable String link,
        @Nullable String code) {

    /** Refuses what would lead nobody anywhere, and whatever could end a line of a header. */
    public Letter {
        if (purpose.needsLink() && link == null) {
            throw new IllegalArgumentException("A mail for " + purpose.label() + " needs a link");
        }
        if (purpose.needsCode() != (code != null)) {
            throw new IllegalArgumentException("A code goes with a mail for a code, and with no other");
        }
        if (purpose == MailPurpose.EMAIL_CHANGED_OLD && to == null) {
            throw new IllegalArgumentException("The customer's address is the new one: say which was the old");
        }
        if (hasControl(to) || hasControl(link) || hasControl(code)) {
            throw new IllegalArgumentException("A control character in the address, link or code of a mail");
        }
    }

    /** A mail without a code. */
    public Letter(MailPurpose purpose, long portalId, long customerId, @Nullable String to, @Nullable String link) {
        this(purpose, portalId, customerId, to, link, null);
    }

    private static boolean hasControl(@Nullable String text) {
        return text != null && text.chars().anyMatch(Character::isISOControl);
    }

    /** Without the address, the link and the code: the one is personal, the others sign in. */
    @Override
    public String toString() {
        return "Letter[" + purpose.label() + ", portal " + portalId + ", customer " + customerId + "]";
    }
}
