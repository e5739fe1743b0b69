package io.vestibule.factor;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;

/** The secret that a customer's app shares with us: 160 random bits, as long as SHA-1's output (RFC 4226 section 4, R6). */
public final class TotpSecret {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 20;

    private final byte[] bytes;

    private TotpSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new one. */
    public static TotpSecret random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new TotpSecret(bytes);
    }

    /** The one of these bytes. */
    public static TotpSecret of(byte[] bytes) {
        return new TotpSecret(bytes);
    }

    /** To be sealed and kept. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * The time step whose code this is: now's, the one before or the one after, but later than the last that was accepted; empty if it is
     * none of them (RFC 6238 section 5.2).
     */
    public OptionalLong accepted(String code, Instant now, long last) {
        return Totp.accepted(bytes, code, now, last);
    }

    /** The text to type into an app: 32 characters of Base32. Only the customer may see it. */
    public String reveal() {
        return Base32.encode(bytes);
    }

    /**
     * What an app reads from the QR code (the "Key URI format" that apps share).
     *
     * @param issuer  the portal
     * @param account what the customer signs in as
     */
    public String uri(String issuer, String account) {
        String from = encoded(issuer.replace(":", "")); // a colon parts issuer and account
        return "otpauth://totp/" + from + ":" + encoded(account) + "?secret=" + reveal() + "&issuer=" + from
                + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period=" + Totp.PERIOD_SECONDS;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TotpSecret[redacted]";
    }
}
