package io.vestibule.oauth;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a client has customers sent back to, as it is registered. A request names the very same characters (RFC 9700 section 4.1.3); only of
 * an address of this machine, {@code http://127.0.0.1} or {@code http://[::1]}, the port is free (RFC 8252 section 7.3).
 */
public record RedirectUri(String value) {
    private static final int LONGEST = 1000;

    private static final String PATH = "(?:/(?:[A-Za-z0-9._~!$&'()+,;=:@/-]|%[0-9A-Fa-f]{2})*+)";
    private static final String QUERY = "(?:\\?(?:[A-Za-z0-9._~!$&'()+,;=:@/?-]|%[0-9A-Fa-f]{2})*+)?";

    private static final Pattern WEB = Pattern.compile("(?<scheme>https?)://(?<host>[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])"
            + "(?::(?<port>[0-9]{1,5}))?(?<rest>(?<path>" + PATH + "?)" + QUERY + ")");

    /** RFC 8252 section 7.1: a domain's name, backwards. */
    private static final Pattern PRIVATE_USE = Pattern.compile(
            "(?<scheme>[a-z][a-z0-9+-]*+(?:\\.[a-z0-9+-]++)++):(?://[A-Za-z0-9.-]+(?=[/?]|$)|(?=/)(?!//))" + "(?<path>"
                    + PATH + "?)" + QUERY);

    private static final Pattern USER_INFO = Pattern.compile("[^/?]*://[^/?]*@.*");

    /**
     * Why no client may register the text, to follow on "it can't be, since"; empty if one may.
     *
     * @param publicClient one that has no secret: an app on a device, or a page in a browser
     */
    public static Optional<String> objection(String text, boolean publicClient, boolean testMode) {
        if (text.length() > LONGEST) {
            return Optional.of("it is longer than " + LONGEST + " characters");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            return Optional.of("it has a blank, a control character or one outside ASCII");
        }
        if (text.contains("#")) {
            return Optional.of("it has a fragment");
        }
        if (text.contains("*")) {
            return Optional.of("it has a wildcard, and each URI is named in full");
        }
        if (USER_INFO.matcher(text).matches()) {
            return Optional.of("it has a user name");
        }
        Matcher web = WEB.matcher(text);
        if (web.matches()) {
            return objection(web, publicClient, testMode);
        }
        Matcher own = PRIVATE_USE.matcher(text);
        if (!own.matches()) {
            return Optional.of("it is neither https://host/path nor, for an app, com.example.app:/path");
        }
        if (!publicClient) {
            return Optional.of("only an app, which is a public client, has a scheme of its own");
        }
        return dotSegments(own.group("path"));
    }

    private static Optional<String> objection(Matcher web, boolean publicClient, boolean testMode) {
        if (!isHost(web.group("host")) || !isPort(web.group("port"))) {
            return Optional.of("its host or port can't be one");
        }
        if (web.group("scheme").equals("http")) {
            String host = web.group("host").toLowerCase(Locale.ROOT);
            if (isLoopback(host) && !publicClient && !testMode) {
                return Optional.of("only an app, which is a public client, is on this machine");
            }
            if (host.equals("localhost") && !testMode) {
                return Optional.of("http://localhost is for test mode; an app has http://127.0.0.1");
            }
            if (!isLoopback(host) && !host.equals("localhost")) {
                return Optional.of("it must be https");
            }
        }
        return dotSegments(web.group("path"));
    }

    /** No number that a browser would take for an address (URI lets one alone pass), and no empty label. */
    private static boolean isHost(String host) {
        try {
            boolean number = !host.contains(".") && Character.isDigit(host.charAt(0));
            return !number && URI.create("https://" + host + "/").getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isPort(@Nullable String port) {
        return port == null || (!port.startsWith("0") && Integer.parseInt(port) <= 65535);
    }

    private static boolean isLoopback(String host) {
        return host.equals("127.0.0.1") || host.equals("[::1]");
    }

    /** Browsers take {@code %2e} for a dot (WHATWG URL, "double-dot URL path segment"). */
    private static Optional<String> dotSegments(String path) {
        String dotted = path.replaceAll("%2[eE]", ".") + "/";
        return dotted.contains("/./") || dotted.contains("/../")
                ? Optional.of("it has a segment . or ..")
                : Optional.empty();
    }

    /** Its host, in small letters; empty for an app's own scheme. */
    public Optional<String> host() {
        Matcher web = WEB.matcher(value);
        return web.matches() ? Optional.of(web.group("host").toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /**
     * Whether any program on the customer's device may claim it: a scheme of an app's own, or an address of the device itself. The name localhost
     * is for test mode, where pages are tried.
     */
    public static boolean isClaimable(String uri) {
        Matcher web = WEB.matcher(uri);
        return web.matches()
                ? isLoopback(web.group("host").toLowerCase(Locale.ROOT))
                : PRIVATE_USE.matcher(uri).matches();
    }

    /** The one host of all of them; empty where it isn't one. */
    public static String commonHost(List<RedirectUri> uris) {
        List<String> hosts =
                uris.stream().map(uri -> uri.host().orElse("")).distinct().toList();
        return hosts.size() == 1 ? hosts.getFirst() : "";
    }

    /** Whether a request that names this URI may be answered there. */
    public boolean matches(String asked) {
        if (value.equals(asked)) {
            return true;
        }
        if (asked.length() > LONGEST) {
            return false;
        }
        Matcher registered = WEB.matcher(value);
        Matcher theirs = WEB.matcher(asked);
        return registered.matches()
                && registered.group("scheme").equals("http")
                && isLoopback(registered.group("host"))
                && theirs.matches()
                && theirs.group("scheme").equals("http")
                && theirs.group("host").equals(registered.group("host"))
                && isPort(theirs.group("port"))
                && theirs.group("rest").equals(registered.group("rest"));
    }

    /**
     * What a Content-Security-Policy calls the places that a customer may get to by a URI: {@code https:}, {@code com.example.app:}. Browsers
     * hold each redirect that follows a form to the policy, and an application may send its customer on to another host of its own; nor can a
     * policy name addresses but 127.0.0.1 (CSP Level 3 section 6.7.2.10). {@code http:} is https as well (6.7.2.9). Empty for what can't be
     * registered.
     */
    public static Optional<String> cspSource(String uri) {
        Matcher web = WEB.matcher(uri);
        if (web.matches() && isHost(web.group("host")) && isPort(web.group("port"))) {
            return Optional.of(web.group("scheme") + ":");
        }
        Matcher own = PRIVATE_USE.matcher(uri);
        return own.matches() ? Optional.of(own.group("scheme") + ":") : Optional.empty();
    }
}
