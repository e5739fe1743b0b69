package io.vestibule.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Golden exchanges: requests and the answers they must get, as a reader of the contract would write them down, in
 * {@code src/test/resources/golden/{dialect}/{name}.http}:
 *
 * <pre>{@code
 * ### What the exchange shows, best the clause itself
 * POST /api/rest/portal/password-login
 * Content-Type: application/json
 *
 * {
 *   "email": "john.doe@example.com",
 *   "password": "correct horse 9"
 * }
 *
 * HTTP 200
 * Content-Type: application/json
 * !Retry-After
 *
 * {
 *   "access_token": "{{access}}",
 *   "expires_in": 900
 * }
 * }</pre>
 *
 * A file holds any number of exchanges, replayed in order, each begun by a line {@code ### …}. Headers are those that matter:
 * others are ignored in an answer; {@code !Name} says that the answer hasn't the header. No body means an empty one.
 *
 * <p>{@code {{name}}} stands for what varies. In a request its value must be known: given by the test, or found in an answer
 * before. In an answer a known value must be there again, and an unknown one is whatever is there (anything but a quote, a tag or
 * the end of a line) and is known from then on. {@code {{base64 user:secret}}} is that text in Base64.
 *
 * <p>Bodies are compared as text, so order and types count; white space between the tokens of JSON doesn't.
 */
public final class Golden {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Za-z0-9]+)(?: ([^}]*))?}}");

    private final String name;
    private final List<Exchange> exchanges;

    private record Message(String start, List<String> headers, String body) {}

    private record Exchange(String title, Message request, Message answer) {}

    private Golden(String name, List<Exchange> exchanges) {
        this.name = name;
        this.exchanges = exchanges;
    }

    /** The exchanges of {@code golden/{name}.http}: {@code Golden.of("keaze/password-login")}. */
    public static Golden of(String name) {
        try (InputStream file = Golden.class.getResourceAsStream("/golden/" + name + ".http")) {
            if (file == null) {
                throw new AssertionError("no golden/" + name + ".http");
            }
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            List<Exchange> exchanges = new ArrayList<>();
            for (String part : ("\n" + text).split("\n###", -1)) {
                if (!part.isBlank()) {
                    exchanges.add(exchange(part));
                }
            }
            return new Golden(name, exchanges);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replays the exchanges on a server. */
    public Map<String, String> replay(Client client) {
        return replay(client, Map.of());
    }

    /** The same where some values are known before; gives all that are known afterwards. */
    public Map<String, String> replay(Client client, Map<String, String> known) {
        Map<String, String> values = new LinkedHashMap<>(known);
        for (Exchange exchange : exchanges) {
            Message request = exchange.request();
            String[] line = filled(request.start(), values).split(" ", 2);
            Map<String, String> headers = new LinkedHashMap<>();
            for (String header : request.headers()) {
                String[] pair = filled(header, values).split(": *", 2);
                headers.put(pair[0], pair[1]);
            }
            String body = request.body().isEmpty() ? null : filled(request.body(), values);
            compare(exchange, client.exchange(line[0], line[1], headers, body), values);
        }
        return values;
    }

    private void compare(Exchange exchange, Reply reply, Map<String, String> values) {
        String what = "golden/" + name + ".http," + exchange.title();
        Message answer = exchange.answer();
        assertThat("HTTP " + reply.status()).as(what + "\n" + reply.body()).isEqualTo(answer.start());
        for (String header : answer.headers()) {
            if (header.startsWith("!")) {
                assertThat(reply.header(header.substring(1)))
                        .as(what + ": " + header)
                        .isNull();
            } else {
                String[] pair = header.split(": *", 2);
                match(what + ": " + pair[0], pair[1], reply.header(pair[0]), values);
            }
        }
        match(what, compact(answer.body()), compact(reply.body()), values);
    }

    private static void match(String what, String expected, @Nullable String actual, Map<String, String> values) {
        StringBuilder pattern = new StringBuilder();
        List<String> unknown = new ArrayList<>();
        Matcher placeholder = PLACEHOLDER.matcher(expected);
        int done = 0;
        while (placeholder.find()) {
            pattern.append(Pattern.quote(expected.substring(done, placeholder.start())));
            String value = value(placeholder, values);
            int at = unknown.indexOf(placeholder.group(1));
            if (value != null) {
                pattern.append(Pattern.quote(value));
            } else if (at >= 0) {
                pattern.append('\\').append(at + 1);
            } else {
                pattern.append("([^\"<\\n]+?)");
                unknown.add(placeholder.group(1));
            }
            done = placeholder.end();
        }
        pattern.append(Pattern.quote(expected.substring(done)));
        Matcher matched = Pattern.compile(pattern.toString()).matcher(actual == null ? "" : actual);
        if (actual == null || !matched.matches()) {
            assertThat(actual).as(what).isEqualTo(expected); // shows both; equal only where a value is missing
            throw new AssertionError(what);
        }
        for (int i = 0; i < unknown.size(); i++) {
            values.put(unknown.get(i), matched.group(i + 1));
        }
    }

    private static String filled(String text, Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(placeholder -> {
            String value = value(placeholder, values);
            if (value == null) {
                throw new AssertionError("no value for " + placeholder.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static @Nullable String value(MatchResult placeholder, Map<String, String> values) {
        return placeholder.group(1).equals("base64")
                ? Base64.getEncoder().encodeToString(placeholder.group(2).getBytes(StandardCharsets.UTF_8))
                : values.get(placeholder.group(1));
    }

    private static Exchange exchange(String part) {
        String[] title = part.split("\n", 2);
        String[] halves = title[1].split("\n(?=HTTP [1-5][0-9][0-9])", 2);
        if (halves.length < 2) {
            throw new AssertionError("no answer (HTTP …) to" + title[0]);
        }
        return new Exchange(title[0], message(halves[0]), message(halves[1]));
    }

    private static Message message(String text) {
        String[] parts = text.strip().split("\n\n", 2);
        List<String> lines = parts[0].lines().toList();
        return new Message(lines.getFirst(), lines.subList(1, lines.size()), parts.length < 2 ? "" : parts[1].strip());
    }

    /** JSON without the white space between its tokens; anything else as it is. */
    private static String compact(String body) {
        if (!body.startsWith("{") && !body.startsWith("[")) {
            return body;
        }
        StringBuilder compact = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (quoted && c == '\\' && i + 1 < body.length()) {
                compact.append(c).append(body.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (quoted || !Character.isWhitespace(c)) {
                compact.append(c);
            }
        }
        return compact.toString();
    }
}
