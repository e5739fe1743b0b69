package io.vestibule.http.server;

/** The classes of bytes that HTTP's grammar has. A byte may come as it is, or from 0 to 255. */
final class Characters {
    private static final String SIGNS_OF_A_TOKEN = "!#$%&'*+-.^_`|~";
    private static final String SIGNS_OF_A_HOST = "-._~%!$&'()*+,;=";
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (int b = 0; b < TOKEN.length; b++) {
            TOKEN[b] = isAlphanumeric(b) || SIGNS_OF_A_TOKEN.indexOf(b) >= 0;
        }
    }

    private Characters() {}

    private static boolean isAlphanumeric(int b) {
        return isDigit(b) || isBetween('a', b, 'z') || isBetween('A', b, 'Z');
    }

    private static boolean isBetween(int least, int b, int most) {
        return b >= least && b <= most;
    }

    static boolean isDigit(int b) {
        return isBetween('0', b, '9');
    }

    static boolean isBlank(int b) {
        return b == ' ' || b == '\t';
    }

    /** RFC 9110 section 5.6.2: tchar. */
    static boolean isToken(int b) {
        return b >= 0 && b < TOKEN.length && TOKEN[b];
    }

    /** RFC 9110 section 5.5: what a header's value may hold; visible characters, blanks, and bytes beyond ASCII. */
    static boolean isFieldValue(int b) {
        return isBlank(b) || isBetween('!', b, '~') || b < 0 || b > 0x7F;
    }

    /**
     * What a request target may hold: visible ASCII without the number sign, since a fragment is never sent (RFC 9112 section
     * 3.2). Browsers leave some characters of a query as they are that RFC 3986 wants encoded; these are let pass.
     */
    static boolean isTarget(int b) {
        return isBetween('!', b, '~') && b != '#';
    }

    /** RFC 9110 section 7.2, RFC 3986 section 3.2: a name or address, and a port that may be left out or empty. */
    static boolean isHost(String value) {
        boolean literal = value.startsWith("[");
        int colon = value.indexOf(':', literal ? value.indexOf(']') + 1 : 0);
        String host = colon < 0 ? value : value.substring(0, colon);
        boolean good = literal
                ? host.endsWith("]")
                        && host.substring(1, host.length() - 1).chars().allMatch(c -> c == ':' || isHostCharacter(c))
                : host.chars().allMatch(Characters::isHostCharacter);
        return good
                && !host.isEmpty()
                && (colon < 0 || value.substring(colon + 1).chars().allMatch(Characters::isDigit));
    }

    private static boolean isHostCharacter(int c) {
        return isAlphanumeric(c) || SIGNS_OF_A_HOST.indexOf(c) >= 0;
    }
}
