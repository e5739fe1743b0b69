package io.vestibule.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What we say in one language: {@code messages_….properties}, with named places such as {@code {portal}}. */
final class Phrases {
    /** Named places, not MessageFormat: there an apostrophe, so frequent in French, is a quote. */
    static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    private final Properties phrases;

    private Phrases(Properties phrases) {
        this.phrases = phrases;
    }

    static Phrases in(Language language) {
        var phrases = new Properties();
        String file = "messages_" + language.tag() + ".properties";
        try (InputStream in = Phrases.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("No " + file);
            }
            phrases.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Phrases(phrases);
    }

    /** The phrase with its places filled, once: a brace in a value stays a brace. A key or place that is missing is a fault. */
    String say(String key, Map<String, String> values) {
        return PLACE.matcher(phrase(key)).replaceAll(place -> Matcher.quoteReplacement(value(key, place, values)));
    }

    /** The phrase with its places. */
    String phrase(String key) {
        String phrase = phrases.getProperty(key);
        if (phrase == null) {
            throw new UnmailableException("No words for " + key);
        }
        return phrase;
    }

    /** A portal's own phrase with its places filled, once. A place that is unknown stays as it is: the mail still goes out. */
    static String fill(String phrase, Map<String, String> values) {
        return PLACE.matcher(phrase)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }

    private static String value(String key, MatchResult place, Map<String, String> values) {
        String value = values.get(place.group(1));
        if (value == null) {
            throw new UnmailableException("No value for " + place.group() + " in " + key);
        }
        return value;
    }

    /** A time span in words, never longer than it is: "15 minutes", "24 hours", "2 days". */
    String say(Duration span) {
        long minutes = Math.max(1, span.toMinutes());
        if (minutes % Duration.ofDays(1).toMinutes() == 0 && span.toDays() > 1) {
            return say("time.days", Map.of("count", Long.toString(span.toDays())));
        }
        if (minutes % 60 == 0) {
            return count("hour", minutes / 60);
        }
        return count("minute", minutes);
    }

    private String count(String unit, long count) {
        return count == 1
                ? say("time." + unit, Map.of())
                : say("time." + unit + "s", Map.of("count", Long.toString(count)));
    }
}
