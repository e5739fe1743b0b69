package io.vestibule.branding;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The colour of a portal's buttons and links. What pages and mails show is made of it so that it stands out as Web Content Accessibility
 * Guidelines 2.2 want it at level AA: text by 4.5 to 1 (success criterion 1.4.3), edges and the focus by 3 to 1 (1.4.11).
 *
 * @param value {@code #rrggbb}, in small letters
 */
public record AccentColor(String value) {
    private static final Pattern FORM = Pattern.compile("#(?:[0-9a-f]{3}|[0-9a-f]{6})");
    private static final double TEXT = 4.5;
    private static final int STEPS = 255;

    /** The darkest that a link stands on where it is light, and the lightest where it is dark: pages.css has them. */
    private static final int LIGHT_GROUND = 0xf2f4f7;

    private static final int DARK_GROUND = 0x1b2128;
    private static final int WHITE = 0xffffff;
    private static final int BLACK = 0x000000;

    public AccentColor {
        if (!FORM.matcher(value).matches() || value.length() != 7) {
            throw new IllegalArgumentException("no colour: " + value);
        }
    }

    /** The colour that a text such as {@code #0a5} or {@code #00AA55} is; empty for any other text. */
    public static Optional<AccentColor> parse(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(small).matches()) {
            return Optional.empty();
        }
        return Optional.of(new AccentColor(small.length() == 7 ? small : small.replaceAll("([0-9a-f])", "$1$1")));
    }

    /** As it is used on a light ground, and below white text: darker, as far as it takes. {@code #rrggbb}. */
    public String onLight() {
        return mixed(BLACK, LIGHT_GROUND);
    }

    /** As it is used on a dark ground, and below black text: lighter, as far as it takes. {@code #rrggbb}. */
    public String onDark() {
        return mixed(WHITE, DARK_GROUND);
    }

    /** How far {@link #onLight} stands out from the ground that it is on, to 1. */
    public double contrastOnLight() {
        return contrast(number(onLight()), LIGHT_GROUND);
    }

    /** How far {@link #onDark} stands out from the ground that it is on, to 1. */
    public double contrastOnDark() {
        return contrast(number(onDark()), DARK_GROUND);
    }

    private static int number(String color) {
        return Integer.parseInt(color.substring(1), 16);
    }

    private String mixed(int with, int ground) {
        int own = number(value);
        for (int step = 0; step < STEPS; step++) {
            int mixed = mix(own, with, step);
            if (contrast(mixed, ground) >= TEXT) {
                return "#%06x".formatted(mixed);
            }
        }
        return "#%06x".formatted(with);
    }

    private static int mix(int color, int with, int step) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = color >> shift & 0xff;
            int to = with >> shift & 0xff;
            mixed |= (from + (to - from) * step / STEPS) << shift;
        }
        return mixed;
    }

    /** WCAG 2.2, "contrast ratio". */
    private static double contrast(int one, int other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** WCAG 2.2, "relative luminance". */
    private static double luminance(int color) {
        return 0.2126 * linear(color >> 16 & 0xff) + 0.7152 * linear(color >> 8 & 0xff) + 0.0722 * linear(color & 0xff);
    }

    private static double linear(int channel) {
        double part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    @Override
    public String toString() {
        return value;
    }
}
