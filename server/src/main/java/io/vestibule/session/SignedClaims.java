package io.vestibule.session;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a JWT says whose signature was good (RFC 7519 section 4). A claim of another type than asked for is none. */
public record SignedClaims(Json.Object json) {
    /** Seconds since 1970, up to the year 33658; a fraction is left out. */
    private static final Pattern NUMERIC_DATE = Pattern.compile("([0-9]{1,12})(?:\\.[0-9]+)?");

    /** What the payload of a JWT says; empty where it is no JSON object. */
    static Optional<SignedClaims> parse(byte[] payload) {
        try {
            return Json.parse(payload) instanceof Json.Object json
                    ? Optional.of(new SignedClaims(json))
                    : Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

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

    /** Whether the claim, if there is one, is a moment that has come. */
    public boolean isPast(String name, Instant now) {
        return !has(name)
                || instant(name).filter(moment -> !moment.isAfter(now)).isPresent();
    }

    /** The claim {@code aud} where it names one audience: a string, or an array of one. */
    public Optional<String> audience() {
        return Optional.of(audiences()).filter(all -> all.size() == 1).map(List::getFirst);
    }

    /** All that the claim {@code aud} names; none where it isn't a string or an array of strings. */
    public List<String> audiences() {
        List<Json> named = switch (json.get("aud")) {
            case Json.Text one -> List.of(one);
            case Json.Array(List<Json> several) -> several;
            case null, default -> List.of();
        };
        List<String> texts = named.stream()
                .flatMap(value -> value instanceof Json.Text(String text) ? Stream.of(text) : Stream.empty())
                .toList();
        return texts.size() == named.size() ? texts : List.of();
    }
}
