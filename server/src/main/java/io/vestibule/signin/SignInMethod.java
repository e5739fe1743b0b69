package io.vestibule.signin;

/** How a customer proved who they are; a sign-in that takes a second step is named after its first. */
public enum SignInMethod {
    PASSWORD("password"),
    LINK("link");

    private final String label;

    SignInMethod(String label) {
        this.label = label;
    }

    /** Its name in the database. */
    public String label() {
        return label;
    }

    static SignInMethod labelled(String label) {
        return label.equals(LINK.label) ? LINK : PASSWORD;
    }
}
