package io.vestibule.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Passwords that many people have, most of them from breaches: some 42 thousand of 6 and more characters (NOTICE names the
 * source). Kept as sorted 64-bit hashes, 340 KB; that a good password has the hash of a common one happens once in 10^14.
 */
final class CommonPasswords {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** Six characters and the end of the line. */
    private static final int SHORTEST_LINE = 7;

    private final long[] hashes;

    private CommonPasswords(long[] hashes) {
        this.hashes = hashes;
    }

    /** Reads the list that the product brings along: lower case, one a line. */
    static CommonPasswords load() {
        try (InputStream list = CommonPasswords.class.getResourceAsStream("common-passwords.txt")) {
            if (list == null) {
                throw new IllegalStateException("The product was built without common-passwords.txt");
            }
            return new CommonPasswords(lineHashes(list.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is on the list, whatever its case. */
    boolean contain(String password) {
        byte[] bytes = password.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return Arrays.binarySearch(hashes, hash(bytes, 0, bytes.length)) >= 0;
    }

    private static long[] lineHashes(byte[] list) {
        long[] hashes = new long[list.length / SHORTEST_LINE];
        int count = 0;
        int start = 0;
        for (int i = 0; i < list.length; i++) {
            if (list[i] == '\n') {
                hashes[count++] = hash(list, start, i);
                start = i + 1;
            }
        }
        long[] sorted = Arrays.copyOf(hashes, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** FNV-1a: nobody gains from a collision here, so it needn't be a cryptographic hash. */
    private static long hash(byte[] bytes, int start, int end) {
        long hash = FNV_OFFSET;
        for (int i = start; i < end; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
