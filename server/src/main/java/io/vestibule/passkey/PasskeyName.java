package io.vestibule.passkey;

/** What a passkey can be called by its owner: one line, which lists show. */
public final class PasskeyName {
    public static final int LONGEST = 100;

    private PasskeyName() {}

    /** Whether the text can be one. */
    public static boolean fits(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                && text.codePoints().noneMatch(Character::isISOControl);
    }
}
