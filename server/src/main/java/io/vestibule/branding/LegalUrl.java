package io.vestibule.branding;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a portal's terms of use or privacy policy are: an https URL. It stands in pages and mails as it is. */
public record LegalUrl(String value) {
    private static final int LONGEST = 1000;

    public LegalUrl {
        Optional<String> objection = objection(value);
        if (objection.isPresent()) {
            throw new IllegalArgumentException(objection.get());
        }
    }

    /** Why a text can be none, to follow on "it can't be, since"; empty if it can. */
    public static Optional<String> objection(String text) {
        if (text.length() > LONGEST) {
            return Optional.of("it is longer than " + LONGEST + " characters");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 127 && c != '\'')) {
            return Optional.of("it has a blank, a quote, a control character or one outside ASCII");
        }
        try {
            URI url = new URI(text);
            if (!text.startsWith("https://")) {
                return Optional.of("it doesn't begin with https://");
            }
            if (url.getHost() == null || url.getHost().isEmpty()) {
                return Optional.of("it has no host");
            }
            return url.getRawUserInfo() == null ? Optional.empty() : Optional.of("it has a user name");
        } catch (URISyntaxException e) {
            return Optional.of("it is no URL");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
