package io.vestibule.factor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords as every app computes them: SHA-1, six digits, steps of 30 seconds (RFC 6238, RFC 4226). */
final class Totp {
    static final int DIGITS = 6;
    static final int PERIOD_SECONDS = 30;

    /** "We RECOMMEND that at most one time step is allowed as the network delay" (RFC 6238 section 5.2), and a clock that is fast. */
    private static final int WINDOW = 1;

    private Totp() {}

    /** The time step that a moment is in. */
    static long step(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), PERIOD_SECONDS);
    }

    /** The code of a time step. */
    static String code(byte[] secret, long step) {
        byte[] mac = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = mac[mac.length - 1] & 0xf; // dynamic truncation, RFC 4226 section 5.3
        int truncated = ByteBuffer.wrap(mac).getInt(offset) & 0x7fffffff;
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", truncated % 1_000_000);
    }

    /**
     * The step whose code this is: now's, the one before or the one after, but later than the last that was accepted ("The
     * verifier MUST NOT accept the second attempt of the OTP", RFC 6238 section 5.2).
     */
    static OptionalLong accepted(byte[] secret, String code, Instant now, long last) {
        OptionalLong found = OptionalLong.empty();
        long current = step(now);
        for (long step = Math.max(current - WINDOW, last + 1); step <= current + WINDOW; step++) {
            if (found.isEmpty() && same(code, code(secret, step))) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "RAW"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA1", e);
        }
    }
}
