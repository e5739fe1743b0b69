package io.vestibule.mail;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a mail is for. Each purpose has a template for HTML ({@code src/main/jte/mail}) and one for text
 * ({@code src/main/jte-text/mail}), both named as the purpose is in the database.
 */
public enum MailPurpose {
    /** The magic link. */
    SIGN_IN("sign-in", true),
    /** The link to choose a new password. */
    RESET_PASSWORD("reset", true),
    /** The link to change the address. */
    CHANGE_EMAIL("change-email", true),
    /** The link to our page that verifies the address. */
    VERIFY_EMAIL("verify", true),
    /** Tells the old address that the account has another. */
    EMAIL_CHANGED_OLD("email-changed-old", false),
    /** Tells the new address that it is the account's; may carry a link that verifies it. */
    EMAIL_CHANGED_NEW("email-changed-new", false),
    /** The first sign-in link dropped a password and sessions that somebody had made before (contract: proof of the mailbox). */
    PASSWORD_DROPPED("password-dropped", false),
    /** Tells that the password was changed, by its owner or a reset. */
    PASSWORD_CHANGED("password-changed", false),
    /** The code that is a second factor. */
    CODE("code", false),
    /** Tells that a second factor was set up, or replaced. */
    SECOND_FACTOR_ON("second-factor-on", false),
    /** Tells that the second factor was turned off. */
    SECOND_FACTOR_OFF("second-factor-off", false),
    /** Tells that there are new recovery codes. */
    RECOVERY_CODES("recovery-codes", false),
    /** Tells that a passkey was registered. */
    PASSKEY_ADDED("passkey-added", false),
    /** Tells that a passkey was removed. */
    PASSKEY_REMOVED("passkey-removed", false),
    /** Tells that an operator acts for the customer. */
    ACT_AS_STARTED("act-as-started", false);

    private final String label;
    private final boolean needsLink;

    MailPurpose(String label, boolean needsLink) {
        this.label = label;
        this.needsLink = needsLink;
    }

    /** The name in {@code outbox.purpose}, of the templates and of the words. It never changes: mail may wait under it. */
    public String label() {
        return label;
    }

    /** Whether such a mail makes no sense without a link. */
    public boolean needsLink() {
        return needsLink;
    }

    /** Whether it is there to carry a code. */
    public boolean needsCode() {
        return this == CODE;
    }

    /** What it is for, in a few words for operators. */
    public String title() {
        String words = label.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** The purpose with that label. */
    public static Optional<MailPurpose> ofLabel(String label) {
        return Stream.of(values())
                .filter(purpose -> purpose.label.equals(label))
                .findFirst();
    }
}
