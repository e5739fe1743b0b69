package io.vestibule.passkey;

/** How a browser is asked for a new passkey. */
public enum Registration {
    /** The customer wants one: the authenticator verifies them. */
    ASKED("register"),
    /**
     * Beside a password that was just used, where browser and customer let pages do so ({@code mediation: "conditional"}, WebAuthn Level 3
     * section 5.1.3). The authenticator needn't have met them; it has to at each sign-in.
     */
    UPGRADE("upgrade");

    private final String label;

    Registration(String label) {
        this.label = label;
    }

    /** Its name in the database. */
    String label() {
        return label;
    }

    static Registration ofLabel(String label) {
        return label.equals(UPGRADE.label) ? UPGRADE : ASKED;
    }

    /** Whether the authenticator has to have verified its user. */
    public boolean verifies() {
        return this == ASKED;
    }
}
