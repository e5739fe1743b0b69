package io.vestibule.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a request asks for: one of a site's routes, or why none. */
sealed interface RouteMatch {
    /** The route's path with names for what varies, for metrics and logs. */
    default String template() {
        return "none";
    }

    /** {@link Route#upload} of the route. */
    default int upload() {
        return 0;
    }

    /** A route, and the decoded values of its path parameters. */
    record Found(Route route, Map<String, String> segments) implements RouteMatch {
        @Override
        public String template() {
            return route.template();
        }

        @Override
        public int upload() {
            return route.upload();
        }
    }

    /** No route has the path, or none with this method; or it can't be read. */
    record NoRoute(Problem problem) implements RouteMatch {}

    /** An {@code OPTIONS} request for a path that has these methods. */
    record Options(SortedSet<String> allowed) implements RouteMatch {}

    /** Finds the route of a raw path. */
    static RouteMatch of(Site site, String method, String path) {
        if (!path.startsWith("/")) {
            return new NoRoute(new Problem.NotFound());
        }
        try {
            return match(site, method, segments(path));
        } catch (RequestException e) {
            return new NoRoute(e.problem());
        }
    }

    private static RouteMatch match(Site site, String method, List<String> segments) {
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

    private static RouteMatch missed(String method, SortedSet<String> allowed) {
        if (allowed.isEmpty()) {
            return new NoRoute(new Problem.NotFound());
        }
        return method.equals("OPTIONS") ? new Options(allowed) : new NoRoute(new Problem.MethodNotAllowed(allowed));
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
