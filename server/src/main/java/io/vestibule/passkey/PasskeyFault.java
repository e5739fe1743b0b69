package io.vestibule.passkey;

/** Why a browser's answer isn't taken. All but {@link #WRONG} are a matter of page, device or setting, and may be told to whoever asked. */
public enum PasskeyFault {
    /** It can't be read. */
    MALFORMED("malformed"),
    /** It is from a page of another origin than the portal's. */
    ORIGIN("origin"),
    /** The page was in a frame, which the portal doesn't allow there. */
    FRAME("frame"),
    /** The authenticator didn't verify its user: no finger, face or PIN. */
    UNVERIFIED("unverified"),
    /** The key is of an algorithm that wasn't asked for. */
    ALGORITHM("algorithm"),
    /** The portal doesn't take passkeys of this model. */
    MODEL("model"),
    /** It is for another site or passkey, or the signature is wrong. */
    WRONG("signature");

    private final String label;

    PasskeyFault(String label) {
        this.label = label;
    }

    /** Its name in audit events. */
    public String label() {
        return label;
    }
}
