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
        int same = 0;
        while (same < login.length() && folded(login.charAt(same)) == login.charAt(same)) {
            same++;
        }
        if (same == login.length()) {
            return new LoginName(login);
        }
        StringBuilder text = new StringBuilder(login.length()).append(login, 0, same);
        for (int i = same; i < login.length(); i++) {
            text.append(folded(login.charAt(i)));
        }
        return new LoginName(text.toString());
    }

    /** NUL can't be stored. Nobody's login has the replacement character, so it matches nobody. */
    private static char folded(char c) {
        if (c >= 'A' && c <= 'Z') {
            return (char) (c + ('a' - 'A'));
        }
        return c == 0 ? '\uFFFD' : c;
    }

    /** Redacted: people type passwords into this field. */
    @Override
    public String toString() {
        return "LoginName[redacted]";
    }
}
