package io.vestibule.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a contract.
 *
 * @param template the path, with {@code {name}} for a segment that varies
 * @param head     whether a HEAD of the path may be answered as this is: of a GET that only reads
 * @param upload   the largest body, in bytes, of a call that takes more than others into memory: a file, which may be a part of a form, or
 *                 long text; 0 of any other
 * @param streamed whether its handler takes the body in as it comes, however long it is, and so nobody can look at it before
 */
public record Route(
        String method,
        String template,
        List<String> pattern,
        boolean head,
        int upload,
        boolean streamed,
        Handler handler) {

    /** Answers a request that matched. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Request request);
    }

    public static Route get(String template, Handler handler) {
        return of("GET", template, handler);
    }

    public static Route head(String template, Handler handler) {
        return of("HEAD", template, handler);
    }

    public static Route post(String template, Handler handler) {
        return of("POST", template, handler);
    }

    public static Route put(String template, Handler handler) {
        return of("PUT", template, handler);
    }

    public static Route patch(String template, Handler handler) {
        return of("PATCH", template, handler);
    }

    public static Route delete(String template, Handler handler) {
        return of("DELETE", template, handler);
    }

    /** A call with any method. */
    public static Route of(String method, String template, Handler handler) {
        return new Route(
                method,
                template,
                List.of(template.substring(1).split("/", -1)),
                method.equals("GET"),
                0,
                false,
                handler);
    }

    /** The same where even a GET does something, for which a HEAD's answer would have no words. */
    public Route withoutHead() {
        return new Route(method, template, pattern, false, upload, streamed, handler);
    }

    /** The same for a body of so many bytes that may be a file, or have some. All of it is in memory when the handler is asked. */
    public Route withUpload(int most) {
        return new Route(method, template, pattern, head, most, streamed, handler);
    }

    /** The same, answered by another handler. */
    public Route with(Handler other) {
        return new Route(method, template, pattern, head, upload, streamed, other);
    }

    /** The same for a body of any size, which the handler takes in as it comes ({@link Request#content}). None of it is kept in memory. */
    public Route withStreamedUpload() {
        return new Route(method, template, pattern, head, upload, true, handler);
    }

    /** The path parameters where the segments fit the template, else null. */
    @Nullable
    Map<String, String> match(List<String> segments) {
        if (segments.size() != pattern.size()) {
            return null;
        }
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = pattern.get(i);
            String given = segments.get(i);
            if (expected.startsWith("{")) {
                if (given.isEmpty()) {
                    return null;
                }
                found.put(expected.substring(1, expected.length() - 1), given);
            } else if (!expected.equals(given)) {
                return null;
            }
        }
        return found;
    }
}
