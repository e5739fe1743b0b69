package io.vestibule.branding;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A portal's logo as it is kept and shown: PNG, JPEG or WebP, one picture that stands still, and nothing else. What a file says beside its
 * picture (comments, a camera's notes) is left out, and a file that goes on behind the picture is refused, so that it can't be a file of
 * another kind as well.
 */
public final class LogoFile {
    /** In bytes: it goes along with each mail. */
    public static final int LARGEST = 64 * 1024;

    /** In pixels, of either side. */
    public static final int MOST_PIXELS = 1024;

    private final Logo logo;
    private final byte[] content;

    /** One that was parsed before. */
    LogoFile(Logo logo, byte[] content) {
        this.logo = logo;
        this.content = content;
    }

    /**
     * The logo that a file is.
     *
     * @throws BadLogoException if it is none
     */
    public static LogoFile parse(byte[] file) throws BadLogoException {
        if (file.length > LARGEST) {
            throw new BadLogoException("it is larger than " + LARGEST / 1024 + " KiB");
        }
        Picture picture = picture(file);
        if (picture.width() < 1
                || picture.height() < 1
                || picture.width() > MOST_PIXELS
                || picture.height() > MOST_PIXELS) {
            throw new BadLogoException("it is " + picture.width() + " by " + picture.height() + " pixels, and "
                    + MOST_PIXELS + " by " + MOST_PIXELS + " is the most");
        }
        Logo logo = new Logo(hash(picture.content()), picture.format(), picture.width(), picture.height());
        return new LogoFile(logo, picture.content());
    }

    private static Picture picture(byte[] file) throws BadLogoException {
        Bytes bytes = new Bytes(file);
        if (bytes.has(0, PngPicture.SIGNATURE)) {
            return PngPicture.read(bytes);
        }
        if (bytes.has(0, JpegPicture.SIGNATURE)) {
            return JpegPicture.read(bytes);
        }
        if (bytes.has(0, WebpPicture.SIGNATURE) && bytes.has(8, WebpPicture.TYPE)) {
            return WebpPicture.read(bytes);
        }
        throw new BadLogoException("it is no PNG, JPEG or WebP");
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What there is to know of it. */
    public Logo logo() {
        return logo;
    }

    /** The file. */
    public byte[] content() {
        return content.clone();
    }

    /** A file that was read, without what doesn't belong to its picture. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Picture(Logo.Format format, int width, int height, byte[] content) {}
}
