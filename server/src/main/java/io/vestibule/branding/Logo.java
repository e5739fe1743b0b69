package io.vestibule.branding;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * What pages and mails need to know of a portal's logo to show it.
 *
 * @param hash   of the file, SHA-256 in hex
 * @param width  in pixels
 * @param height in pixels
 */
public record Logo(String hash, Format format, int width, int height) {
    private static final int HIGHEST = 48;
    private static final int WIDEST = 240;

    /** What it may be. No SVG: that has scripts, and few mail programs show it. */
    public enum Format {
        PNG("image/png"),
        JPEG("image/jpeg"),
        WEBP("image/webp");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }

        /** The format of a media type. */
        static Format of(String mediaType) {
            return Stream.of(values())
                    .filter(format -> format.mediaType.equals(mediaType))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The file's name in its address: a change of the logo is another address, so that this one may be kept for good. */
    public String fileName() {
        return hash + "." + format.name().toLowerCase(Locale.ROOT);
    }

    /** How wide it is shown, in CSS pixels. */
    public int shownWidth() {
        return Math.max(1, (int) Math.round(width * scale()));
    }

    /** How high it is shown, in CSS pixels. */
    public int shownHeight() {
        return Math.max(1, (int) Math.round(height * scale()));
    }

    private double scale() {
        return Math.min(1, Math.min((double) HIGHEST / height, (double) WIDEST / width));
    }
}
