package io.vestibule.factor;

import java.math.BigInteger;

/** Base32 (RFC 4648 section 6): letters and 2 to 7, so that no digit looks like a letter. */
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    /**
     * Encodes bytes whose number is a multiple of five, so that nothing needs padding.
     *
     * @throws IllegalArgumentException for another number
     */
    static String encode(byte[] bytes) {
        if (bytes.length % 5 != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes would need padding");
        }
        int length = bytes.length / 5 * 8;
        BigInteger number = new BigInteger(1, bytes);
        StringBuilder text = new StringBuilder(length);
        for (int i = length - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(number.shiftRight(i * 5).intValue() & 31));
        }
        return text.toString();
    }
}
