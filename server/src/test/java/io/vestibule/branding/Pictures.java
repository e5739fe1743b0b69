package io.vestibule.branding;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures that tests upload. */
public final class Pictures {
    /** One pixel, as VP8, VP8L, and VP8X with an animation. */
    public static final byte[] WEBP = decoded("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

    public static final byte[] WEBP_LOSSLESS = decoded("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
    public static final byte[] WEBP_ANIMATED = decoded(
            "UklGRlIAAABXRUJQVlA4WAoAAAASAAAAAAAAAAAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAAAAAAAAAAAGQAAABWUDhMDQAAAC8AAAAQBxAREYiI/gcA");

    private Pictures() {}

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    /** A picture of two colours. */
    public static byte[] of(String format, int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, (x / 8 + y / 8) % 2 == 0 ? 0x14508c : 0xffffff);
            }
        }
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static byte[] png(int width, int height) {
        return of("png", width, height);
    }

    public static byte[] jpeg(int width, int height) {
        return of("jpeg", width, height);
    }

    /** A PNG with one chunk more, behind the first. */
    public static byte[] with(byte[] png, String type, String content) {
        byte[] typed = (type + content).getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(typed);
        int at = 8 + 12 + 13;
        return ByteBuffer.allocate(png.length + typed.length + 8)
                .put(png, 0, at)
                .putInt(content.length())
                .put(typed)
                .putInt((int) sum.getValue())
                .put(png, at, png.length - at)
                .array();
    }

    /** A JPEG with one segment more, behind the start. */
    public static byte[] with(byte[] jpeg, int marker, String content) {
        return ByteBuffer.allocate(jpeg.length + content.length() + 4)
                .put(jpeg, 0, 2)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (content.length() + 2))
                .put(content.getBytes(StandardCharsets.ISO_8859_1))
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** Both, one behind the other. */
    public static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }
}
