package io.vestibule.portal;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An origin and path prefix that the links of a portal may lead to: https, or http to this very machine. A URL is covered
 * when its origin is the same and its path goes on below the prefix, segment by segment; nothing is normalised, and what a
 * browser might read in another way than we do is refused.
 *
 * @param url    ends in a slash
 * @param origin scheme, host and port as a browser's {@code Origin} header has them (RFC 6454 section 6.2)
 */
public record AllowedUrl(String url, String origin) {
    /** No user info, query, backslash, blank, control character or text outside ASCII; a fragment may be a page's own route. */
    private static final Pattern SAFE = Pattern.compile(
            "https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(/[A-Za-z0-9._~!$&'()*+,;=:@/-]*)?"
                    + "(#[A-Za-z0-9._~!$&'()*+,;=:@/-]*)?");

    private static final int LONGEST = 1000;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * The prefix as an operator wrote it.
     *
     * @throws IllegalArgumentException if it isn't an absolute https URL (http only for localhost) without query or fragment
     */
    public static AllowedUrl of(String text) {
        String prefix = text.endsWith("/") ? text : text + "/";
        String origin = origin(prefix);
        if (origin == null || prefix.contains("#")) {
            throw new IllegalArgumentException("an allowed URL is https://host/path/, or http://localhost:port/");
        }
        return new AllowedUrl(origin + prefix.substring(prefix.indexOf('/', prefix.indexOf("//") + 2)), origin);
    }

    /** The origin that a text is, such as {@code https://example.com}, as browsers send it; empty for any other text. */
    public static Optional<String> parseOrigin(String text) {
        try {
            AllowedUrl url = of(text);
            return url.url().equals(url.origin() + "/") ? Optional.of(url.origin()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the prefix holds for a plain http address, which only test mode may use. */
    public boolean plain() {
        return origin.startsWith("http:");
    }

    /** Why no link may lead to this URL, whatever a portal allows, as a sentence for a portal's developer; empty if one may. */
    static Optional<String> objection(String candidate, boolean testMode) {
        if (origin(candidate) != null && (testMode || !candidate.startsWith("http:"))) {
            return Optional.empty();
        }
        if (candidate.length() > LONGEST) {
            return Optional.of("The url must be at most " + LONGEST + " characters long.");
        }
        if (candidate.contains("?")) {
            return refused(candidate, "have no query string, since a link is made by adding /{id}/{token} to it");
        }
        String schemes = testMode ? "https URL, or an http URL of this machine," : "https URL";
        return refused(
                candidate,
                "be an absolute " + schemes + " without user name, dot segments and characters to be encoded");
    }

    private static Optional<String> refused(String candidate, String must) {
        return Optional.of("The url " + candidate + " is not allowed: it must " + must + ".");
    }

    /** Whether a URL that links may lead to is one of this machine's, so that only its own user follows it. */
    static boolean leadsToLoopback(String candidate) {
        String origin = origin(candidate);
        return origin != null && isThisMachine(URI.create(origin).getHost());
    }

    /** The same of an origin as browsers send it. */
    public static boolean isLoopback(String origin) {
        return origin.equals(origin(origin)) && leadsToLoopback(origin);
    }

    /** RFC 6761 section 6.3: names below localhost are it, too. */
    private static boolean isThisMachine(String host) {
        return THIS_MACHINE.contains(host) || host.endsWith(".localhost");
    }

    boolean covers(String candidate) {
        String theirs = origin(candidate);
        if (theirs == null || !theirs.equals(origin)) {
            return false;
        }
        String page = page(candidate); // a fragment's slashes are no path
        int slash = page.indexOf('/', page.indexOf("//") + 2);
        String path = slash < 0 ? "/" : page.substring(slash);
        boolean asItIs = path.endsWith("/") || candidate.contains("#"); // what a link adds goes to the fragment
        return (origin + path + (asItIs ? "" : "/")).startsWith(url);
    }

    static @Nullable String origin(String text) {
        if (text.length() > LONGEST || !SAFE.matcher(text).matches() || hasDotSegment(text)) {
            return null;
        }
        try {
            URI uri = URI.create(text);
            String host = uri.getHost();
            if (host == null) {
                return null;
            }
            host = host.toLowerCase(Locale.ROOT);
            boolean https = uri.getScheme().equals("https");
            if (!https && !isThisMachine(host)) {
                return null;
            }
            int port = uri.getPort();
            boolean usual = port < 0 || port == (https ? 443 : 80);
            return uri.getScheme() + "://" + host + (usual ? "" : ":" + port);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean hasDotSegment(String text) {
        String path = page(text) + "/";
        return path.contains("/./") || path.contains("/../");
    }

    private static String page(String text) {
        return text.replaceFirst("#.*", "");
    }
}
