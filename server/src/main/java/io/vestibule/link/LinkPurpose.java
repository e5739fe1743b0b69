package io.vestibule.link;

import io.vestibule.mail.MailPurpose;

/** What a one-time link may be used for, and for nothing else. */
public enum LinkPurpose {
    SIGN_IN("sign-in", MailPurpose.SIGN_IN),
    RESET("reset", MailPurpose.RESET_PASSWORD),
    CHANGE_EMAIL("change-email", MailPurpose.CHANGE_EMAIL),
    VERIFY("verify", MailPurpose.VERIFY_EMAIL);

    private final String label;
    private final MailPurpose mail;

    LinkPurpose(String label, MailPurpose mail) {
        this.label = label;
        this.mail = mail;
    }

    /** Its name in the database. */
    public String label() {
        return label;
    }

    /** The mail that carries it. */
    public MailPurpose mail() {
        return mail;
    }
}
