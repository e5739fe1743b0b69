package io.vestibule.http;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request's first line asks for (RFC 9112 section 3.2).
 *
 * @param path  raw, as it was sent
 * @param query raw, without the question mark; empty where there is none
 */
record Target(String path, String query) {
    private static final Pattern WHOLE_URL = Pattern.compile("(?i:https?)://[^/]*(/.*)?");

    /**
     * A target may name a whole URL, as to a proxy; whose host it names is nothing to us (section 3.2.2). Slashes before the path
     * are one: clients join a base URL that ends in a slash to a path that begins with one.
     */
    static Target of(String target) {
        int mark = target.indexOf('?');
        return new Target(
                path(mark < 0 ? target : target.substring(0, mark)), mark < 0 ? "" : target.substring(mark + 1));
    }

    private static String path(String target) {
        if (target.startsWith("/") && !target.startsWith("//")) {
            return target;
        }
        Matcher whole = WHOLE_URL.matcher(target);
        String path = whole.matches() ? Objects.requireNonNullElse(whole.group(1), "/") : target;
        int first = 0;
        while (path.startsWith("//", first)) {
            first++;
        }
        return path.substring(first);
    }
}
