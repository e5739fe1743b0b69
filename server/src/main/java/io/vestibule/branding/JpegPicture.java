package io.vestibule.branding;

import io.vestibule.branding.LogoFile.Picture;
import java.io.ByteArrayOutputStream;

/** Reads a JPEG (ITU-T T.81 annex B), segment by segment. */
final class JpegPicture {
    static final byte[] SIGNATURE = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int COMMENT = 0xfe;

    private JpegPicture() {}

    static Picture read(Bytes file) throws BadLogoException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length());
        kept.writeBytes(file.slice(0, 2));
        int width = 0;
        int height = 0;
        boolean scanned = false;
        int at = 2;
        while (true) {
            while (file.u8(at) == 0xff && file.u8(at + 1) == 0xff) { // section B.1.1.2: fill bytes
                at++;
            }
            int marker = marker(file, at);
            if (marker == END) {
                break;
            }
            int end = at + 2 + file.u16(at + 2);
            if (isFrame(marker)) {
                if (width != 0) {
                    throw new BadLogoException("it has more than one picture");
                }
                height = file.u16(at + 5);
                width = file.u16(at + 7);
            }
            if (marker == SCAN) {
                end = endOfScan(file, end);
                scanned = true;
            }
            byte[] segment = file.slice(at, end);
            if (isKept(marker)) {
                kept.writeBytes(segment);
            }
            at = end;
        }
        if (at + 2 != file.length()) {
            throw new BadLogoException("it goes on behind its picture");
        }
        if (!scanned || width == 0) {
            throw new BadLogoException("it has no picture");
        }
        kept.writeBytes(file.slice(at, at + 2));
        return new Picture(Logo.Format.JPEG, width, height, kept.toByteArray());
    }

    /** One that a segment with a length follows, or the end. */
    private static int marker(Bytes file, int at) throws BadLogoException {
        int marker = file.u8(at + 1);
        if (file.u8(at) != 0xff || marker < 0xc0 || (marker >= 0xd0 && marker < END)) {
            throw new BadLogoException("it is damaged");
        }
        return marker;
    }

    /** SOF0 to SOF15 (table B.1), which say how large the picture is. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Of the segments for applications: JFIF, colours (ICC) and Adobe's, without which decoders show other colours. */
    private static boolean isKept(int marker) {
        boolean application = marker >= 0xe0 && marker <= 0xef;
        return marker != COMMENT && (!application || marker == 0xe0 || marker == 0xe2 || marker == 0xee);
    }

    /** The next marker that is no restart: in the data 0xff is followed by 0. */
    private static int endOfScan(Bytes file, int from) throws BadLogoException {
        int at = from;
        while (file.u8(at) != 0xff || file.u8(at + 1) == 0 || (file.u8(at + 1) >= 0xd0 && file.u8(at + 1) <= 0xd7)) {
            at++;
        }
        return at;
    }
}
