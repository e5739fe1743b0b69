package io.vestibule.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Passwords that many people have, most of them from breaches: some 42 thousand of 6 and more characters (NOTICE names the
 * source). Kept as a hash table of 64-bit hashes, 512 KiB; that a good password has the hash of a common one happens once in
 * 10^14.
 */
final class CommonPasswords {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** Six characters and the end of the line. */
    private static final int SHORTEST_LINE = 7;

    /** A power of two long; a hash stands in the slot that its last bits name, or the next free one; zero is a free slot. */
    private final long[] slots;

    private CommonPasswords(byte[] list) {
        slots = new long[2 * Integer.highestOneBit(list.length / SHORTEST_LINE)];
        int start = 0;
        for (int i = 0; i < list.length; i++) {
            if (list[i] == '\n') {
                long hash = hash(list, start, i);
                slots[slot(hash)] = hash;
                start = i + 1;
            }
        }
    }

    /** Reads the list that the product brings along: lower case, one a line. */
    static CommonPasswords load() {
        try (InputStream list = CommonPasswords.class.getResourceAsStream("common-passwords.txt")) {
            if (list == null) {
                throw new IllegalStateException("The product was built without common-passwords.txt");
            }
            return new CommonPasswords(list.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is on the list, whatever its case. */
    boolean contain(String password) {
        byte[] bytes = password.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return slots[slot(hash(bytes, 0, bytes.length))] != 0;
    }

    /** Where the hash stands, or else the free slot where it would. */
    private int slot(long hash) {
        int slot = (int) hash & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
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
