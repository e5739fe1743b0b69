package io.vestibule.http;

import java.util.List;
import java.util.SortedSet;

/** A family of paths with its own error shape: a dialect, or the server's own pages. */
public interface Site {
    /** Its name in metrics and logs. */
    String name();

    /** The path prefixes that are this site's, matched against the raw path. */
    List<String> prefixes();

    /** Every call it answers. */
    List<Route> routes();

    /** The problem in this site's error shape. The path tells formats apart where a site has several. */
    Answer problem(Problem problem, String path);

    /**
     * The same for whoever reads one of these languages; a site of pages says it in theirs.
     *
     * @param languages as {@code Accept-Language} has them; empty where the request doesn't say
     */
    default Answer problem(Problem problem, String path, String languages) {
        return problem(problem, path);
    }

    /** The answer where no route fits; a site that wants credentials on every path asks for them first. */
    default Answer missed(Request request, Problem problem, String path) {
        return problem(problem, path, request.header("Accept-Language").orElse(""));
    }

    /** Whether JSON bodies are read here beside forms. */
    default boolean readsJson() {
        return true;
    }

    /** Adds what every answer of the site carries; a site that browsers call adds its CORS headers here. */
    default Answer finish(Request request, Answer answer) {
        return answer;
    }

    /** What an {@code OPTIONS} request for an existing path gets: by default there is no such method. */
    default Answer options(Request request, SortedSet<String> allowed, String path) {
        return problem(
                new Problem.MethodNotAllowed(allowed),
                path,
                request.header("Accept-Language").orElse(""));
    }
}
