package io.vestibule.portal;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An allowed URL, held against one that links might lead to.
 *
 * @param difference what is other, to follow on "differs:"; null: it is covered
 */
public record UrlComparison(AllowedUrl allowed, @Nullable String difference) {

    /** @param candidate one that some portal might allow */
    static UrlComparison of(AllowedUrl allowed, String candidate) {
        if (allowed.covers(candidate)) {
            return new UrlComparison(allowed, null);
        }
        URI theirs = URI.create(String.valueOf(AllowedUrl.origin(candidate)));
        URI ours = URI.create(allowed.origin());
        List<String> found = new ArrayList<>();
        compare(found, "the scheme is ", ours.getScheme(), theirs.getScheme());
        compare(found, "the host is ", ours.getHost(), theirs.getHost());
        compare(found, "the port is ", port(ours), port(theirs));
        if (found.isEmpty()) {
            found.add("the path doesn't begin with "
                    + allowed.url().substring(allowed.origin().length()));
        }
        return new UrlComparison(allowed, String.join(", ", found));
    }

    private static void compare(List<String> found, String what, String ours, String theirs) {
        if (!ours.equals(theirs)) {
            found.add(what + theirs + ", not " + ours);
        }
    }

    private static String port(URI origin) {
        return origin.getPort() < 0 ? "the usual one" : Integer.toString(origin.getPort());
    }
}
