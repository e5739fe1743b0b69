package io.vestibule.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Where an upstream is. An operator says so; no request does. */
public final class UpstreamUrl {
    private static final int LONGEST = 1000;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private UpstreamUrl() {}

    /** Why the text can't be one, to follow on "it can't be asked: "; empty if it can. */
    public static Optional<String> objection(String text, boolean testMode) {
        if (text.length() > LONGEST || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            return Optional.of("a URL has at most " + LONGEST + " printable ASCII characters, and no blank");
        }
        URI url;
        try {
            url = new URI(text).parseServerAuthority();
        } catch (URISyntaxException e) {
            return Optional.of("it is no URL");
        }
        if (url.getHost() == null || url.getScheme() == null) {
            return Optional.of("it is no https://host/");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            return Optional.of("it has a user name, a query or a fragment");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            return Optional.of("its port is invalid");
        }
        return mayBeAsked(url, testMode)
                ? Optional.empty()
                : Optional.of("it is not https; test mode takes http to this machine");
    }

    /** Whether passwords may be sent there. Asked at each start of a node, too: a database may have been in test mode before. */
    static boolean mayBeAsked(URI url, boolean testMode) {
        return "https".equalsIgnoreCase(url.getScheme())
                || (testMode && "http".equalsIgnoreCase(url.getScheme()) && THIS_MACHINE.contains(url.getHost()));
    }
}
