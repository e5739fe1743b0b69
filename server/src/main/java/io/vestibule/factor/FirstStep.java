package io.vestibule.factor;

/** How a sign-in began that waits for its second step; its session will be of that kind. */
public enum FirstStep {
    PASSWORD("password"),
    LINK("link");

    private final String label;

    FirstStep(String label) {
        this.label = label;
    }

    /** Its name in the database, that of the session's origin. */
    public String label() {
        return label;
    }

    static FirstStep labelled(String label) {
        return label.equals(LINK.label) ? LINK : PASSWORD;
    }
}
