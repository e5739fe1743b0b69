package io.vestibule.branding;

import io.vestibule.branding.LogoFile.Picture;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Reads a WebP (RFC 9649), chunk by chunk. */
final class WebpPicture {
    static final byte[] SIGNATURE = Bytes.ascii("RIFF");
    static final byte[] TYPE = Bytes.ascii("WEBP");

    private static final int HEAD = 12;

    private static final byte[] START_CODE = {(byte) 0x9d, 0x01, 0x2a};

    /** Section 2.7: animation, and what is left out here: XMP and EXIF. */
    private static final int ANIMATION = 0x02;

    private static final int LEFT_OUT = 0x04 | 0x08;
    private static final Set<String> KEPT = Set.of("VP8 ", "VP8L", "VP8X", "ALPH", "ICCP");

    private WebpPicture() {}

    static Picture read(Bytes file) throws BadLogoException {
        if (file.little(4, 4) + 8 != file.length()) {
            throw new BadLogoException("it is cut off, or goes on behind its picture");
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length());
        Size canvas = null;
        Size picture = null;
        for (int at = HEAD; at < file.length(); ) {
            String type = new String(file.slice(at, at + 4), StandardCharsets.ISO_8859_1);
            int length = Math.min(file.little(at + 4, 4), LogoFile.LARGEST);
            int end = at + 8 + length + length % 2;
            byte[] chunk = file.slice(at, end);
            if (type.equals("ANIM") || type.equals("ANMF")) {
                throw new BadLogoException("it is animated");
            }
            if (type.equals("VP8X")) {
                canvas = canvas(file, at + 8);
                chunk[8] &= (byte) ~LEFT_OUT;
            }
            if (type.equals("VP8 ") || type.equals("VP8L")) {
                if (picture != null) {
                    throw new BadLogoException("it has more than one picture");
                }
                picture = type.equals("VP8 ") ? lossy(file, at + 8) : lossless(file, at + 8);
            }
            if (KEPT.contains(type)) { // what isn't known may be left out (section 2.7.1.6)
                kept.writeBytes(chunk);
            }
            at = end;
        }
        if (picture == null) {
            throw new BadLogoException("it has no picture");
        }
        if (canvas != null && !canvas.equals(picture)) {
            throw damaged();
        }
        return new Picture(Logo.Format.WEBP, picture.width(), picture.height(), whole(kept.toByteArray()));
    }

    private record Size(int width, int height) {}

    private static Size canvas(Bytes file, int at) throws BadLogoException {
        if ((file.u8(at) & ANIMATION) != 0) {
            throw new BadLogoException("it is animated");
        }
        return new Size(file.little(at + 4, 3) + 1, file.little(at + 7, 3) + 1);
    }

    /** RFC 6386 section 9.1. */
    private static Size lossy(Bytes file, int at) throws BadLogoException {
        if (!file.has(at + 3, START_CODE)) {
            throw damaged();
        }
        return new Size(file.little(at + 6, 2) & 0x3fff, file.little(at + 8, 2) & 0x3fff);
    }

    /** RFC 9649 section 3.4. */
    private static Size lossless(Bytes file, int at) throws BadLogoException {
        if (file.u8(at) != 0x2f) {
            throw damaged();
        }
        return new Size((file.little(at + 1, 2) & 0x3fff) + 1, (file.little(at + 2, 3) >> 6 & 0x3fff) + 1);
    }

    private static BadLogoException damaged() {
        return new BadLogoException("it is damaged");
    }

    private static byte[] whole(byte[] chunks) {
        return ByteBuffer.allocate(HEAD + chunks.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(SIGNATURE)
                .putInt(TYPE.length + chunks.length)
                .put(TYPE)
                .put(chunks)
                .array();
    }
}
