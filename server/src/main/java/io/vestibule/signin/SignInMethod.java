package io.vestibule.signin;

import io.vestibule.factor.FactorKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** How a customer proved who they are; a sign-in that takes a second step is named after its first. */
public enum SignInMethod {
    PASSWORD("password", "pwd"),
    LINK("link", "link"),
    PASSKEY("passkey", "hwk");

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

    /** What can be the second factor beside it. */
    Set<FactorKind> secondFactors() {
        return switch (this) {
            case PASSWORD -> EnumSet.allOf(FactorKind.class);
            case LINK ->
                EnumSet.of(
                        FactorKind.TOTP, FactorKind.RECOVERY); // the mailbox that it came from isn't one beside itself
            case PASSKEY -> EnumSet.noneOf(FactorKind.class); // it is both factors
        };
    }

    /** The method of a name in the database; a node of a later release may have written one that isn't known here. */
    static SignInMethod ofLabel(String label) {
        return Arrays.stream(values())
                .filter(method -> method.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no way to sign in is called " + label));
    }
}
