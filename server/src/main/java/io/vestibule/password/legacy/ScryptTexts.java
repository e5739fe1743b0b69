package io.vestibule.password.legacy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How systems write scrypt. */
final class ScryptTexts {
    private static final String COST = "([1-9]\\d{0,5})";
    private static final String RAW = "([^$]{1,1024})";
    private static final String BASE64 = "([A-Za-z0-9+/.]{1,1400}={0,2})";
    private static final Pattern PHC = Pattern.compile(
            "\\$scrypt\\$(ln|n)=(\\d{1,10}),r=" + COST + ",p=" + COST + "\\$" + BASE64 + "\\$" + BASE64);
    private static final Pattern DJANGO = Pattern.compile(
            "scrypt\\$([1-9]\\d{0,9})\\$" + RAW + "\\$" + COST + "\\$" + COST + "\\$([A-Za-z0-9+/]{1,88}={0,2})");
    private static final Pattern WERKZEUG = Pattern.compile(
            "scrypt:([1-9]\\d{0,9}):" + COST + ":" + COST + "\\$" + RAW + "\\$((?:[0-9a-fA-F]{2}){16,64})");
    private static final Pattern SPRING =
            Pattern.compile("\\$([0-9a-f]{1,10})\\$([A-Za-z0-9+/=]{1,200})\\$([A-Za-z0-9+/=]{1,88})");
    private static final Pattern CRYPT = Pattern.compile(
            "\\$7\\$([./0-9A-Za-z])([./0-9A-Za-z]{5})([./0-9A-Za-z]{5})([./0-9A-Za-z]{1,43})\\$([./0-9A-Za-z]{43})");
    private static final Pattern HEX = Pattern.compile("([0-9a-f]{32}):([0-9a-f]{128})");

    private ScryptTexts() {}

    /** {@code $scrypt$ln=16,r=8,p=1$salt$hash} of passlib and the PHC format; Adonis writes {@code n=65536}. */
    static LegacyHash phc(String text, MemoryHard memoryHard) {
        Matcher parts = HashText.parts(PHC, text);
        long figure = HashText.figure(parts.group(2));
        return new Scrypt(
                parts.group(1).equals("n") ? figure : 1L << Math.min(figure, 40),
                HashText.figure(parts.group(3)),
                HashText.figure(parts.group(4)),
                HashText.base64(parts.group(5), 1, Scrypt.MOST_SALT),
                HashText.base64(parts.group(6), 16, 64),
                memoryHard);
    }

    /** Django's {@code scrypt$16384$salt$8$5$hash}. */
    static LegacyHash django(String text, MemoryHard memoryHard) {
        Matcher parts = HashText.parts(DJANGO, text);
        return new Scrypt(
                HashText.figure(parts.group(1)),
                HashText.figure(parts.group(3)),
                HashText.figure(parts.group(4)),
                HashText.raw(parts.group(2)),
                HashText.base64(parts.group(5), 16, 64),
                memoryHard);
    }

    /** Werkzeug's {@code scrypt:32768:8:1$salt$hex}. */
    static LegacyHash werkzeug(String text, MemoryHard memoryHard) {
        Matcher parts = HashText.parts(WERKZEUG, text);
        return new Scrypt(
                HashText.figure(parts.group(1)),
                HashText.figure(parts.group(2)),
                HashText.figure(parts.group(3)),
                HashText.raw(parts.group(4)),
                HashText.hex(parts.group(5)),
                memoryHard);
    }

    /** Spring Security's {@code $100801$salt$hash}: the logarithm of N, then r and p, two hexadecimal digits each. */
    static LegacyHash spring(String text, MemoryHard memoryHard) {
        Matcher parts = HashText.parts(SPRING, text);
        long cost = Long.parseLong(parts.group(1), 16);
        return new Scrypt(
                1L << Math.min(cost >> 16, 40),
                (cost >> 8) & 0xff,
                cost & 0xff,
                HashText.base64(parts.group(2), 1, Scrypt.MOST_SALT),
                HashText.base64(parts.group(3), 16, 64),
                memoryHard);
    }

    /** {@code $7$} of libxcrypt and libsodium; the salt is the letters themselves. */
    static LegacyHash crypt(String text, MemoryHard memoryHard) {
        Matcher parts = CRYPT.matcher(text);
        if (!parts.matches()) {
            throw new UnusableHashException(
                    "a password hash that begins as one of scrypt ($7$), but is of mosquitto or another");
        }
        return new Scrypt(
                1L << Math.min(HashText.figureOfCrypt64(parts.group(1)), 40),
                HashText.figureOfCrypt64(parts.group(2)),
                HashText.figureOfCrypt64(parts.group(3)),
                HashText.raw(parts.group(4)),
                HashText.ofCrypt64(parts.group(5), 32),
                memoryHard);
    }

    static boolean isHexadecimal(String text) {
        return HEX.matcher(text).matches();
    }

    /** better-auth's, lucia's and oslo's {@code salt:hash} in hexadecimal digits, of which those of the salt are the salt. */
    static LegacyHash hexadecimal(String text, MemoryHard memoryHard) {
        Matcher parts = HashText.parts(HEX, text);
        return new Prepared(
                Preparation.of("nfkc"),
                new Scrypt(16_384, 16, 1, HashText.raw(parts.group(1)), HashText.hex(parts.group(2)), memoryHard));
    }
}
