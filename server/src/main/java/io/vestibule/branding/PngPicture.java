package io.vestibule.branding;

import io.vestibule.branding.LogoFile.Picture;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/** Reads a PNG (W3C PNG Specification, third edition), chunk by chunk. */
final class PngPicture {
    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /** Length, type and CRC. */
    private static final int FRAME = 12;

    /** What the picture is made of, and what its colours are (sections 11.2 and 11.3); no text, time or camera. */
    private static final Set<String> KEPT = Set.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "bKGD", "pHYs");

    private PngPicture() {}

    static Picture read(Bytes file) throws BadLogoException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length());
        kept.writeBytes(SIGNATURE);
        int width = 0;
        int height = 0;
        boolean data = false;
        String type = "";
        for (int at = SIGNATURE.length; !type.equals("IEND"); ) {
            int length = file.u31(at);
            int end = at + FRAME + length;
            if (end < at || end > file.length()) {
                throw new BadLogoException("it is cut off");
            }
            type = new String(file.slice(at + 4, at + 8), StandardCharsets.ISO_8859_1);
            checkSum(file, at, length);
            if (type.equals("IHDR") != (at == SIGNATURE.length)) {
                throw new BadLogoException("it is damaged");
            }
            if (type.equals("IHDR")) {
                width = file.u31(at + 8);
                height = file.u31(at + 12);
            }
            if (type.equals("acTL") || type.equals("fcTL") || type.equals("fdAT")) {
                throw new BadLogoException("it is animated");
            }
            data |= type.equals("IDAT");
            if (KEPT.contains(type)) {
                kept.writeBytes(file.slice(at, end));
            }
            at = end;
            if (type.equals("IEND") && (at != file.length() || length != 0)) {
                throw new BadLogoException("it goes on behind its picture");
            }
        }
        if (!data) {
            throw new BadLogoException("it has no picture");
        }
        return new Picture(Logo.Format.PNG, width, height, kept.toByteArray());
    }

    private static void checkSum(Bytes file, int at, int length) throws BadLogoException {
        CRC32 sum = new CRC32();
        sum.update(file.all(), at + 4, 4 + length);
        int told = file.u16(at + 8 + length) << 16 | file.u16(at + 10 + length);
        if ((int) sum.getValue() != told) {
            throw new BadLogoException("it is damaged");
        }
    }
}
