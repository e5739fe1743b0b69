package io.vestibule.branding;

import java.util.Arrays;

/** The bytes of a file, read within its bounds. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Bytes(byte[] all) {
    int length() {
        return all.length;
    }

    boolean has(int at, byte[] expected) {
        return at + expected.length <= all.length
                && Arrays.equals(all, at, at + expected.length, expected, 0, expected.length);
    }

    /** An unsigned byte. */
    int u8(int at) throws BadLogoException {
        if (at < 0 || at >= all.length) {
            throw new BadLogoException("it is cut off");
        }
        return all[at] & 0xff;
    }

    /** Big endian. */
    int u16(int at) throws BadLogoException {
        return u8(at) << 8 | u8(at + 1);
    }

    /** Big endian; below 2^31, as a length in a file of this size is. */
    int u31(int at) throws BadLogoException {
        int value = u16(at) << 16 | u16(at + 2);
        if (value < 0) {
            throw new BadLogoException("it is damaged");
        }
        return value;
    }

    /** Little endian; of so many bytes. */
    int little(int at, int bytes) throws BadLogoException {
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | u8(at + i);
        }
        if (value < 0) {
            throw new BadLogoException("it is damaged");
        }
        return value;
    }

    byte[] slice(int from, int to) throws BadLogoException {
        if (from < 0 || to < from || to > all.length) {
            throw new BadLogoException("it is cut off");
        }
        return Arrays.copyOfRange(all, from, to);
    }

    static byte[] ascii(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }
}
