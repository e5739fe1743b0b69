package io.vestibule.http;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whose word counts about where a request came from. {@code X-Forwarded-For} is read from the right, past the proxies that
 * the operator named; the first hop that isn't one of them is the caller. From anybody else the header says nothing.
 *
 * @param trusted tells the operator's own proxies
 */
public record TrustedProxies(Predicate<InetAddress> trusted) {

    /** The address that called, given the peer of the connection and the lines of its header. */
    public InetAddress caller(InetAddress peer, List<String> forwardedFor) {
        InetAddress caller = peer;
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        for (int i = hops.length - 1; i >= 0 && trusted.test(caller); i--) {
            InetAddress hop = literal(hops[i].strip());
            if (hop == null) {
                return caller;
            }
            caller = hop;
        }
        return caller;
    }

    /** An address literal, never a name to look up; null where it is none. */
    private static @Nullable InetAddress literal(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        try {
            return bare.isEmpty() ? null : InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
