package io.vestibule.portal;

import java.net.URI;
import java.util.Locale;
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

    /** Whether the prefix holds for a plain http address, which only test mode may use. */
    public boolean plain() {
        return origin.startsWith("http:");
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

    private static @Nullable String origin(String text) {
        if (text.length() > 1000 || !SAFE.matcher(text).matches() || hasDotSegment(text)) {
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
            if (!https && !THIS_MACHINE.contains(host)) {
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
