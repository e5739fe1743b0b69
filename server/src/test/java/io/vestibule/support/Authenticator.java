package io.vestibule.support;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A customer's app: computes codes from the secret that it was shown, by nothing but RFC 6238 and RFC 4648. */
public final class Authenticator {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final String text;
    private final byte[] secret;

    /** @param secret in Base32 */
    public Authenticator(String secret) {
        this.text = secret;
        ByteBuffer bytes = ByteBuffer.allocate(secret.length() * 5 / 8);
        long bits = 0;
        for (int i = 0; i < secret.length(); i++) {
            bits = bits << 5 | BASE32.indexOf(secret.charAt(i));
            if (i % 8 == 7) {
                for (int shift = 32; shift >= 0; shift -= 8) {
                    bytes.put((byte) (bits >> shift));
                }
                bits = 0;
            }
        }
        this.secret = bytes.array();
    }

    /** The secret as it was shown. */
    public String secret() {
        return text;
    }

    /** The code that the app shows now. */
    public String code() {
        return code(0);
    }

    /** The code that it shows so many steps of 30 seconds from now. */
    public String code(int stepsFromNow) {
        return codeOfStep(Instant.now().getEpochSecond() / 30 + stepsFromNow);
    }

    /** The code that it shows in a step, counted as RFC 6238 does. */
    public String codeOfStep(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "RAW"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & Integer.MAX_VALUE;
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Six digits that are the code of no step near now. */
    public String wrong() {
        for (int i = 0; ; i++) {
            String candidate = "%06d".formatted(i);
            if (IntStream.rangeClosed(-3, 3).noneMatch(step -> code(step).equals(candidate))) {
                return candidate;
            }
        }
    }
}
