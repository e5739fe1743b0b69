package io.vestibule.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request asks for: one of a site's routes, or why none. */
sealed interface Matched {
    /** A path and query together are at most this long. */
    int LONGEST_TARGET = 32 * 1024;

    Pattern WHOLE_URL = Pattern.compile("(?i:https?)://[^/]*(/.*)?");

    /** The route's path with names for what varies, for metrics and logs. */
    default String template() {
        return "none";
    }

    /** A route, and the decoded values of its path parameters. */
    record Found(Route route, Map<String, String> segments) implements Matched {
        @Override
        public String template() {
            return route.template();
        }
    }

    /** No route has the path, or none with this method; or it can't be read. */
    record Missed(Problem problem) implements Matched {}

    /** An {@code OPTIONS} request for a path that has these methods. */
    record Asked(SortedSet<String> allowed) implements Matched {}

    /**
     * The path alone, where a request names a whole URL as to a proxy. Whose host it names is nothing to us (RFC 9112 section
     * 3.2.2). Slashes before the path are one: clients join a base URL that ends in a slash to a path that begins with one.
     */
    static String path(String target) {
        Matcher whole = WHOLE_URL.matcher(target);
        String path = whole.matches() ? Objects.requireNonNullElse(whole.group(1), "/") : target;
        int first = 0;
        while (path.startsWith("//", first)) {
            first++;
        }
        return path.substring(first);
    }

    /** Finds the route of a raw path. */
    static Matched of(Site site, String method, String path, String query) {
        if (!readable(path + query)) {
            return new Missed(new Problem.Malformed("The request line can't be read."));
        }
        if (!path.startsWith("/")) {
            return new Missed(new Problem.UnknownPath());
        }
        try {
            return match(site, method, segments(path));
        } catch (RequestException e) {
            return new Missed(e.problem());
        }
    }

    /** The web server makes a replacement character of each byte that isn't ASCII: no telling what was meant. */
    private static boolean readable(String target) {
        return target.length() <= LONGEST_TARGET && target.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    private static Matched match(Site site, String method, List<String> segments) {
        SortedSet<String> allowed = new TreeSet<>();
        Found get = null;
        for (Route route : site.routes()) {
            Map<String, String> found = route.match(segments);
            if (found != null) {
                if (route.method().equals(method)) {
                    return new Found(route, found);
                }
                allowed.add(route.method());
                if (route.head()) {
                    allowed.add("HEAD");
                    get = new Found(route, found);
                }
            }
        }
        return get != null && method.equals("HEAD") ? get : missed(method, allowed);
    }

    private static Matched missed(String method, SortedSet<String> allowed) {
        if (allowed.isEmpty()) {
            return new Missed(new Problem.UnknownPath());
        }
        return method.equals("OPTIONS") ? new Asked(allowed) : new Missed(new Problem.WrongVerb(allowed));
    }

    /** Decoded, each by itself: an encoded slash or dot segment is text like any other and matches no route. */
    private static List<String> segments(String path) {
        List<String> decoded = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            decoded.add(Percent.decode(segment));
        }
        return decoded;
    }
}
