package io.vestibule.customer;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A country by its officially assigned code (ISO 3166-1 alpha-2), upper case. Codes that are merely reserved (UK, EU) or left to
 * users (XK) are none.
 */
public record Country(String code) {
    private static final Set<String> ASSIGNED = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
    private static final Pattern TWO_LETTERS = Pattern.compile("[A-Za-z]{2}");

    public Country {
        if (!ASSIGNED.contains(code)) {
            throw new IllegalArgumentException("not a country code of ISO 3166-1 alpha-2");
        }
    }

    /** The country of that code in either case; empty if it has none. */
    public static Optional<Country> parse(String text) {
        // Letters first: upper case makes an I of a dotless i
        return TWO_LETTERS.matcher(text).matches()
                ? Optional.of(text.toUpperCase(Locale.ROOT))
                        .filter(ASSIGNED::contains)
                        .map(Country::new)
                : Optional.empty();
    }
}
