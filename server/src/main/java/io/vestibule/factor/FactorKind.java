package io.vestibule.factor;

/** The kinds of second factor. */
public enum FactorKind {
    /** A code of six digits that an app computes from the time and a secret. */
    TOTP("totp"),
    /** One of ten codes that were shown when the factor was set up. */
    RECOVERY("recovery"),
    /** A code of eight digits that was mailed. */
    EMAIL("email");

    private final String label;

    FactorKind(String label) {
        this.label = label;
    }

    /** Its name on the wire and in audit events. */
    public String label() {
        return label;
    }
}
