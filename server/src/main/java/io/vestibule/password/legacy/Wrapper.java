package io.vestibule.password.legacy;

import java.util.Locale;

/** The scheme's name in braces. */
final class Wrapper {
    private Wrapper() {}

    /** In lower case, without the version of its defaults that Spring Security writes behind it. */
    static String word(String braces) {
        if (braces.isEmpty() || !braces.matches("\\{[A-Za-z0-9_.@/-]{1,40}\\}")) {
            return "";
        }
        String word = braces.substring(1, braces.length() - 1).toLowerCase(Locale.ROOT);
        return word.replaceFirst("@springsecurity_v\\d+_\\d+$", "");
    }

    /** Why a scheme isn't read. */
    static UnusableHashException refused(String word) {
        return new UnusableHashException(
                switch (word) {
                    case "" -> "a password hash of no scheme that can be verified";
                    case "noop", "plain", "clear", "cleartext", "plain-trunc" -> "a password in clear text";
                    case "md5",
                            "plain-md5",
                            "ldap-md5",
                            "sha",
                            "sha1",
                            "sha-1",
                            "sha256",
                            "sha-256",
                            "sha384",
                            "sha512",
                            "nt",
                            "ntlm",
                            "lanman" -> "a password hash without a salt ({" + word.toUpperCase(Locale.ROOT) + "})";
                    case "des-crypt" -> "a password hash of DES, which sees eight characters and is broken";
                    case "sasl" -> "no password hash, but whom to ask ({SASL})";
                    default ->
                        "a password hash of the scheme {" + word.toUpperCase(Locale.ROOT)
                                + "}, which can't be verified";
                });
    }
}
