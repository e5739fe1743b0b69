package io.vestibule.signin;

/** How a customer proved who they are; a sign-in that takes a second step is named after its first. */
public enum SignInMethod {
    PASSWORD("password", "pwd"),
    LINK("link", "link");

    private final String label;
    private final String amr;

    SignInMethod(String label, String amr) {
        this.label = label;
        this.amr = amr;
    }

    /** Its name in the database. */
    public String label() {
        return label;
    }

    /** What a session says of it: RFC 8176's word, or ours where it has none. */
    String amr() {
        return amr;
    }

    static SignInMethod labelled(String label) {
        return label.equals(LINK.label) ? LINK : PASSWORD;
    }
}
