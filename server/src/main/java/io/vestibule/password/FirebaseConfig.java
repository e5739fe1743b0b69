package io.vestibule.password;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Firebase project's password hash parameters, as its console shows them and its API writes them. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FirebaseConfig(byte[] signerKey, byte[] saltSeparator, int rounds, int memCost) {
    private static final String PREFIX = "$firebase-scrypt$";
    private static final String BASE64 = "[A-Za-z0-9+/_=-]+";
    private static final String FIGURE = "\\d{1,2}";
    private static final Pattern EXPORTED =
            Pattern.compile("\\$firebase-scrypt\\$([A-Za-z0-9+/_-]{1,200}={0,2})\\$([A-Za-z0-9+/_-]{22,88}={0,2})");

    /**
     * Reads the parameters.
     *
     * @throws IllegalArgumentException if one is missing; the message names it and shows nothing of the text
     */
    static FirebaseConfig parse(String text) {
        return new FirebaseConfig(
                bytes(value(text, "base64_signer_key", "signerKey", BASE64)),
                bytes(value(text, "base64_salt_separator", "saltSeparator", BASE64)),
                Integer.parseInt(value(text, "rounds", "rounds", FIGURE)),
                Integer.parseInt(value(text, "mem_cost", "memoryCost", FIGURE)));
    }

    private static String value(String text, String console, String api, String shape) {
        Matcher found = Pattern.compile("(?:" + console + "|" + api + ")\"?\\s*[:=]\\s*\"?(" + shape + ")")
                .matcher(text);
        if (!found.find()) {
            throw new IllegalArgumentException("The file has no " + console + ".");
        }
        return found.group(1);
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder()
                    .decode(base64.replaceAll("=+$", "").replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The file's base64 is broken.");
        }
    }

    /** All of it, in one line. */
    String text() {
        Base64.Encoder encoder = Base64.getEncoder();
        return encoder.encodeToString(signerKey) + " " + encoder.encodeToString(saltSeparator) + " " + rounds + " "
                + memCost;
    }

    /**
     * A hash as Firebase exports it, {@code $firebase-scrypt$salt$hash}, with the cost and without the signer key; any other text as it
     * is. (The hash is the key, encrypted by what scrypt derives: the key goes out of it by itself.)
     */
    String complete(String text) {
        Matcher parts = EXPORTED.matcher(text.strip());
        if (!parts.matches()) {
            return text;
        }
        byte[] salt = bytes(parts.group(1));
        byte[] whole = Arrays.copyOf(salt, salt.length + saltSeparator.length);
        System.arraycopy(saltSeparator, 0, whole, salt.length, saltSeparator.length);
        byte[] stream = bytes(parts.group(2));
        if (stream.length != signerKey.length) {
            return text;
        }
        for (int i = 0; i < stream.length; i++) {
            stream[i] ^= signerKey[i];
        }
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return PREFIX + "ln=" + memCost + ",r=" + rounds + ",p=1$" + encoder.encodeToString(whole) + "$"
                + encoder.encodeToString(stream);
    }
}
