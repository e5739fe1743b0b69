package io.vestibule.customer;

/**
 * What somebody typed to say who they are, folded for comparison: only A to Z lose their case, so that no other letter
 * (dotless i, the Kelvin sign, sharp s) ever matches one of them, and blanks around it don't count. Any text gives one; whether somebody has it is for the
 * store to say.
 *
 * @param value never holds a character that the database can't store
 */
public record LoginName(String value) {

    public static LoginName of(String typed) {
        String login = Blanks.strip(typed);
        StringBuilder folded = new StringBuilder(login.length());
        for (int i = 0; i < login.length(); i++) {
            char c = login.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.append((char) (c + ('a' - 'A')));
            } else {
                // NUL can't be stored. Nobody's login has the replacement character, so it matches nobody.
                folded.append(c == 0 ? '\uFFFD' : c);
            }
        }
        return new LoginName(folded.toString());
    }

    /** Redacted: people type passwords into this field. */
    @Override
    public String toString() {
        return "LoginName[redacted]";
    }
}
