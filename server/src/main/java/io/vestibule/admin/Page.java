package io.vestibule.admin;

import io.vestibule.http.Answer;
import io.vestibule.http.Dates;
import io.vestibule.http.Problem;
import io.vestibule.http.RequestException;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for. Pages are cut by key, not by number: one costs as much as another, and a row that comes or goes moves
 * no other.
 *
 * @param limit how many
 * @param after the key behind which it begins, as the page before gave it; null for the first
 */
record Page(Call call, int limit, @Nullable Json after) {
    private static final int USUAL = 50;
    private static final int MOST = 200;

    static Page of(Call call) {
        Long limit = call.queryNumber("limit");
        if (limit != null && (limit < 1 || limit > MOST)) {
            throw new RequestException(new Problem.Malformed("The parameter limit must be from 1 to " + MOST + "."));
        }
        return new Page(
                call,
                limit == null ? USUAL : limit.intValue(),
                call.query("cursor").map(Page::key).orElse(null));
    }

    private static Json key(String cursor) {
        try {
            return Json.parse(Base64.getUrlDecoder().decode(cursor), 16);
        } catch (IllegalArgumentException | MalformedJsonException e) {
            throw malformed();
        }
    }

    static RequestException malformed() {
        return new RequestException(
                new Problem.Malformed("The parameter cursor must be of the link to the next page."));
    }

    /** The key, where it is a number; 0 for the first page. */
    long afterId() {
        return switch (after) {
            case null -> 0;
            case Json.Number(String literal) when literal.matches("[0-9]{1,18}") -> Long.parseLong(literal);
            default -> throw malformed();
        };
    }

    /** The key, where it is text and a number; null for the first page. */
    @Nullable
    TextKey afterText() {
        return switch (after) {
            case null -> null;
            case Json.Array(List<Json> parts)
            when parts.size() == 2
                    && parts.get(0) instanceof Json.Text(String text)
                    && text.indexOf(0) < 0
                    && parts.get(1) instanceof Json.Number(String id)
                    && id.matches("[0-9]{1,18}") -> new TextKey(text, Long.parseLong(id));
            default -> throw malformed();
        };
    }

    /** The key, where it is a moment and a text; null for the first page. */
    @Nullable
    MomentKey afterMoment() {
        return switch (after) {
            case null -> null;
            case Json.Array(List<Json> parts)
            when parts.size() == 2
                    && parts.get(0) instanceof Json.Text(String at)
                    && parts.get(1) instanceof Json.Text(String id)
                    && id.matches("[0-9a-f-]{1,64}") ->
                new MomentKey(Dates.moment(at).orElseThrow(Page::malformed), id);
            default -> throw malformed();
        };
    }

    /** A key of a list in the order of time. */
    record MomentKey(Instant at, String id) {
        Json json() {
            return new Json.Array(List.of(Json.of(at.toString()), Json.of(id)));
        }
    }

    /** A key of a list in the order of a text. */
    record TextKey(String text, long id) {
        Json json() {
            return new Json.Array(List.of(Json.of(text), Json.of(id)));
        }
    }

    /** What a query has to read at most: one more, which tells whether another page follows. */
    int read() {
        return limit + 1;
    }

    /**
     * The page, with the link to the next one (RFC 8288) if there is one.
     *
     * @param rows up to {@link #read}
     * @param key  of a row
     */
    <T> Answer of(List<T> rows, Function<T, Json> json, Function<T, Json> key) {
        List<T> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        List<Json> items = new ArrayList<>();
        shown.forEach(row -> items.add(json.apply(row)));
        Answer answer = Answer.json(
                200, Json.object().put("items", new Json.Array(items)).build());
        return rows.size() > limit
                ? answer.with("Link", "<" + next(key.apply(shown.getLast())) + ">; rel=\"next\"")
                : answer;
    }

    private String next(Json key) {
        StringBuilder target = new StringBuilder("?");
        call.request().queryParameters().all().forEach((name, value) -> {
            if (!name.equals("cursor") && value instanceof Json.Text(String text)) {
                target.append(encoded(name)).append('=').append(encoded(text)).append('&');
            }
        });
        return target.append("cursor=")
                .append(Base64.getUrlEncoder().withoutPadding().encodeToString(key.utf8()))
                .toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
