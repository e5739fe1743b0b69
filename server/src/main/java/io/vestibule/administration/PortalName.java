package io.vestibule.administration;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a portal, as people know it: one line of text. It stands in mail. */
public record PortalName(String value) {
    /** How many characters it has at most. */
    public static final int LONGEST = 255;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    public PortalName {
        if (!fits(value)) {
            throw new IllegalArgumentException("not the name of a portal");
        }
    }

    /** The name; empty if the text is none. */
    public static Optional<PortalName> parse(String text) {
        return fits(text) ? Optional.of(new PortalName(text)) : Optional.empty();
    }

    private static boolean fits(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST
                && !CONTROL.matcher(text).find();
    }
}
