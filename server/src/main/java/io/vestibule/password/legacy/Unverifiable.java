package io.vestibule.password.legacy;

import java.util.List;
import java.util.regex.Pattern;

/** Schemes that are known by their shape, and can't be verified. */
record Unverifiable(Pattern shape, String what) {
    private static final String B64 = "[A-Za-z0-9+/]";
    private static final List<Unverifiable> ALL = List.of(
            of("\\$y\\$.*", "yescrypt ($y$), which no library here has"),
            of("\\$gy\\$.*", "gost-yescrypt ($gy$), which no library here has"),
            of("\\$sha1\\$.*", "SHA-1 crypt of NetBSD or of Vert.x ($sha1$)"),
            of("\\$sha(256|512)\\$.*", "Vert.x ($sha256$, $sha512$)"),
            of("\\$shiro1\\$.*", "Shiro 1 ($shiro1$), rounds of a plain digest"),
            of("\\$md5[$,].*", "SunMD5 ($md5)"),
            of("\\$3\\$.*", "NT ($3$), which has no salt"),
            of("\\$2x?\\$.*", "bcrypt with a known fault ($2$, $2x$)"),
            of(":A:.*", "MediaWiki without a salt (:A:)"),
            of(":[A-Za-z0-9-]+:.*", "MediaWiki of a type that can't be verified"),
            of("PBKDF2WithHmacSHA\\d+:.*", "Soteria (Jakarta Security)"),
            of("[0-9a-f]{8,128}\\$[1-9]\\d{0,9}\\$[0-9a-f]{32,128}", "Tomcat (salt$rounds$hash)"),
            of("plain\\$\\$.*", "no scheme, but the password in clear text (Werkzeug's plain)"),
            of("\\*[0-9A-F]{40}", "MySQL, which has no salt"),
            of("SCRAM-SHA-\\d+\\$.*", "SCRAM"),
            of("[./0-9A-Za-z]{13}", "DES (crypt), which sees eight characters and is broken"),
            of("[0-9a-f]{32}:.*", "MD5 and a salt, but not as Joomla joins them"),
            of("[0-9a-fA-F]{32}", "MD5 without a salt"),
            of("[0-9a-fA-F]{40}", "SHA-1 without a salt"),
            of("[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128}", "SHA-2 without a salt"),
            of(B64 + "{32}|" + B64 + "{64}", "jasypt, or another digest in base64"));

    private static Unverifiable of(String shape, String what) {
        return new Unverifiable(Pattern.compile(shape, Pattern.DOTALL), what);
    }

    static UnusableHashException refused(String text) {
        return new UnusableHashException(ALL.stream()
                .filter(one -> one.shape.matcher(text).matches())
                .findFirst()
                .map(one -> "a password hash of " + one.what)
                .orElse("a password hash of no scheme that can be verified"));
    }
}
