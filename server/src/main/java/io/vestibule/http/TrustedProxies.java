package io.vestibule.http;

import io.vestibule.config.Cidr;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Whose word counts about where a request came from. {@code X-Forwarded-For} is read from the right, past the proxies that
 * the operator named; the first hop that isn't one of them is the caller. From anybody else the header says nothing. What
 * makes all customers behind a proxy look like one is warned of.
 */
public final class TrustedProxies {
    private static final String SETTING = "VESTIBULE_HTTP_TRUSTED_PROXIES";

    /** An address as proxies write it: IPv4, or IPv6 in brackets, with or without a port; or IPv6 alone, maybe with its zone. */
    private static final Pattern HOP = Pattern.compile(
            "(?<v4>[0-9.]+)(:[0-9]{1,5})?|\\[(?<bracketed>[0-9A-Fa-f:.]+)(%\\w+)?](:[0-9]{1,5})?|(?<v6>[0-9A-Fa-f:.]+)(%\\w+)?");

    private final Predicate<InetAddress> trusted;
    private final RateLimitedLog warnings =
            new RateLimitedLog(LoggerFactory.getLogger(TrustedProxies.class), Duration.ofDays(1));

    /** @param trusted tells the operator's own proxies */
    public TrustedProxies(Predicate<InetAddress> trusted) {
        this.trusted = trusted;
    }

    /** The address that called, given the peer of the connection and the lines of its header. */
    public InetAddress caller(InetAddress peer, List<String> forwardedFor) {
        if (forwardedFor.isEmpty()) {
            return peer;
        }
        if (!trusted.test(peer)) {
            warnings.warn(
                    "untrusted " + peer,
                    "X-Forwarded-For of {} isn't read: the address isn't in {}. If it is a proxy of yours, name it there:"
                            + " until then all customers behind it share one network's limits",
                    peer.getHostAddress(),
                    SETTING);
            return peer;
        }
        return behind(peer, String.join(",", forwardedFor).split(","));
    }

    private InetAddress behind(InetAddress peer, String[] hops) {
        InetAddress caller = peer;
        for (int i = hops.length - 1; i >= 0 && trusted.test(caller); i--) {
            if (hops[i].isBlank()) {
                continue; // RFC 9110 section 5.6.1.2
            }
            InetAddress hop = address(hops[i].strip());
            if (hop == null) {
                warnings.warn(
                        "unreadable " + caller,
                        "X-Forwarded-For of the trusted proxy {} has \"{}\", which is no address: all customers it says"
                                + " that of share one network's limits",
                        caller.getHostAddress(),
                        RateLimitedLog.shown(hops[i].strip()));
                return caller;
            }
            caller = hop;
        }
        return caller;
    }

    /** Told of a caller that a limit refused: customers don't call from private networks, so this may be a proxy that says nothing. */
    void limited(InetAddress caller) {
        if (caller.isLoopbackAddress() || isPrivate(caller)) {
            warnings.warn(
                    "limited " + caller,
                    "a limit refused requests of {}, an address of no public network. If it is a proxy, it must be in {} and"
                            + " send X-Forwarded-For: until then all customers behind it share one network's limits",
                    caller.getHostAddress(),
                    SETTING);
        }
    }

    /** RFC 1918, RFC 4193. */
    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isSiteLocalAddress() || (bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC);
    }

    /** Never a name to look up; null where the text is no address. */
    private static @Nullable InetAddress address(String hop) {
        boolean quoted = hop.length() > 1 && hop.startsWith("\"") && hop.endsWith("\"");
        Matcher matcher = HOP.matcher(quoted ? hop.substring(1, hop.length() - 1) : hop);
        if (!matcher.matches()) {
            return null;
        }
        for (String form : new String[] {"v4", "bracketed", "v6"}) {
            if (matcher.group(form) != null) {
                try {
                    return Cidr.address(matcher.group(form));
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
        }
        throw new IllegalStateException("a hop matched and has no address");
    }
}
