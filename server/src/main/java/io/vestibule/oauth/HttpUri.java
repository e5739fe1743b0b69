package io.vestibule.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** URLs of requests, in the one spelling that all that mean the same have (RFC 3986 sections 6.2.2 and 6.2.3). */
final class HttpUri {
    private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9._~-]");

    private HttpUri() {}

    /** Scheme, authority and path, without query and fragment; empty if it is no URL. */
    static Optional<String> normalized(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null || uri.getRawAuthority() == null) {
                return Optional.empty();
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            String path = URI.create(decoded(uri.getRawPath())).normalize().getRawPath();
            return Optional.of(
                    scheme + "://" + authority(scheme, uri.getRawAuthority()) + (path.isEmpty() ? "/" : path));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String authority(String scheme, String authority) {
        String usual = scheme.equals("https") ? ":443" : ":80";
        String named = authority.toLowerCase(Locale.ROOT);
        return named.endsWith(usual) ? named.substring(0, named.length() - usual.length()) : named;
    }

    private static String decoded(String path) {
        return ENCODED.matcher(path).replaceAll(match -> {
            String character = Character.toString(Integer.parseInt(match.group().substring(1), 16));
            return UNRESERVED.matcher(character).matches()
                    ? character
                    : match.group().toUpperCase(Locale.ROOT);
        });
    }
}
