package io.vestibule.mail;

import io.vestibule.config.SmtpServer;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What we call ourselves at the start of an SMTP session: a full name, or an address literal where there is none (RFC 5321,
 * 4.1.4). The machine's own name is no use: a container's has no domain, and servers refuse such a one.
 *
 * @param name null: there is none
 */
public record EhloName(@Nullable String name) {
    /** At least two labels, and the last one is no number: an IPv4 address isn't a name. */
    private static final Pattern FULL =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]");

    /** What was set, else the host of the public URL if it is a full name. */
    public static EhloName of(@Nullable String set, URI publicUrl) {
        String host = set == null ? publicUrl.getHost() : set;
        return new EhloName(set != null || FULL.matcher(host).matches() ? host : null);
    }

    /** The name, or the literal of the address that this machine has towards the server. */
    String towards(SmtpServer server) {
        return name == null ? literal(address(server)) : name;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*", "");
        return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
    }

    /** Connecting a datagram socket asks for the route and sends nothing. */
    private static InetAddress address(SmtpServer server) {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()));
            return socket.getLocalAddress();
        } catch (SocketException | RuntimeException e) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
