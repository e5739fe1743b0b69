package io.vestibule.session;

import io.vestibule.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JWT says whose signature was good (RFC 7519 section 4). A claim of another type than asked for is none. */
public record SignedClaims(Json.Object json) {
    /** Seconds since 1970, up to the year 33658; a fraction is left out. */
    private static final Pattern NUMERIC_DATE = Pattern.compile("([0-9]{1,12})(?:\\.[0-9]+)?");

    /** A claim that is a string. */
    public Optional<String> text(String name) {
        return json.text(name);
    }

    /** A claim that is a NumericDate. */
    public Optional<Instant> instant(String name) {
        if (!(json.get(name) instanceof Json.Number(String literal))) {
            return Optional.empty();
        }
        Matcher date = NUMERIC_DATE.matcher(literal);
        return date.matches() ? Optional.of(Instant.ofEpochSecond(Long.parseLong(date.group(1)))) : Optional.empty();
    }

    /** Whether the token has the claim at all. */
    public boolean has(String name) {
        return json.get(name) != null;
    }

    /** The claim {@code aud} where it names one audience: a string, or an array of one. */
    public Optional<String> audience() {
        return switch (json.get("aud")) {
            case Json.Text(String one) -> Optional.of(one);
            case Json.Array(List<Json> several)
            when several.size() == 1 && several.getFirst() instanceof Json.Text(String one) -> Optional.of(one);
            case null, default -> Optional.empty();
        };
    }
}
