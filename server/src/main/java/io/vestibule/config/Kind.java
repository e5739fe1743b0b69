package io.vestibule.config;

import io.vestibule.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A type of setting.
 *
 * @param name the type's name on the page
 * @param form how a value is written; completes "give …"
 * @param secret whether a value must never be echoed; such a setting may also be given as a file
 * @param reader makes the value of a text that is not blank, or throws a {@link RuntimeException}; nobody sees its
 *     message unless it is an {@link UnusableValueException}
 */
record Kind<T>(String name, String form, boolean secret, Function<String, T> reader) {
    private static final Pattern HOST_TEXT = Pattern.compile("[A-Za-z0-9._:-]{1,253}");

    static final Kind<String> HOST = of("host", "a host name or an IP address without brackets or port", text -> {
        require(HOST_TEXT.matcher(text).matches());
        return text;
    });
    static final Kind<Integer> PORT = of("port", "a number from 0 to 65535; 0 takes any free port", number(0, 65_535));
    static final Kind<Duration> DURATION_OR_ZERO = of(
            "duration or 0s",
            "a duration such as 30s, 15m, 24h, 14d or PT30S, at most 3650d; 0s is none",
            DurationText::parse);
    static final Kind<Duration> DURATION =
            of("duration", "a duration above zero such as 30s, 15m, 24h, 14d or PT30S, at most 3650d", text -> {
                Duration duration = DurationText.parse(text);
                require(duration.isPositive());
                return duration;
            });
    static final Kind<URI> WEB_URL =
            of("URL", "an http or https URL with a host and without user, query or fragment", Kind::webUrl);
    static final Kind<Path> DIRECTORY = of("directory", "the path of a directory", Path::of);
    static final Kind<String> DOMAIN = of("domain name", "a domain name such as example.com", text -> {
        require(HOST_TEXT.matcher(text).matches() && text.indexOf(':') < 0);
        return text;
    });
    static final Kind<Secret> SECRET = hidden("secret", "the secret's text", Secret::of);
    static final Kind<List<Cidr>> NETWORKS = of(
            "list of networks",
            "networks separated by commas, such as 10.0.0.0/8,fd00::/8, with no bit set behind the prefix",
            text -> Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .map(Cidr::parse)
                    .toList());
    static final Kind<Rate> RATE = of("rate", "a count from 1 to 1000000 per duration, such as 20/1m", Rate::parse);

    static final Kind<Boolean> ON_OR_OFF = of("on or off", "on or off", text -> {
        require(text.equals("on") || text.equals("off"));
        return text.equals("on");
    });

    static <T> Kind<T> of(String name, String form, Function<String, T> reader) {
        return new Kind<>(name, form, false, reader);
    }

    /** A type whose values are never echoed. */
    static <T> Kind<T> hidden(String name, String form, Function<String, T> reader) {
        return new Kind<>(name, form, true, reader);
    }

    static Kind<Integer> numberFrom(int least, int most) {
        return of(
                "number from " + least + " to " + most, "a number from " + least + " to " + most, number(least, most));
    }

    /** One constant of an enum, written in small letters. */
    static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
        String words = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        return of(words, words, text -> {
            require(text.equals(text.toLowerCase(Locale.ROOT)));
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        });
    }

    /** Blanks around a value don't matter, but they may belong to a secret. */
    T read(String text) {
        return reader.apply(secret ? text : text.strip());
    }

    static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }

    private static Function<String, Integer> number(int least, int most) {
        return text -> {
            int number = Integer.parseInt(text);
            require(number >= least && number <= most);
            return number;
        };
    }

    /** Without a slash at the end, so that paths can be put behind it. */
    private static URI webUrl(String text) {
        URI uri = URI.create(text.replaceAll("/+$", ""));
        require("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        require(uri.getHost() != null && uri.getRawUserInfo() == null);
        require(uri.getRawQuery() == null && uri.getRawFragment() == null);
        return uri;
    }
}
