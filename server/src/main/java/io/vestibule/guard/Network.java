package io.vestibule.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Where a request came from, as far as one caller can be told from another: an IPv4 address or an IPv6 /64. */
public record Network(String text) {

    /** The network of an address. An IPv4 address inside IPv6 counts as IPv4 (Java unwraps it when it is read). */
    public static Network of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return new Network(address.getHostAddress());
        }
        byte[] prefix = Arrays.copyOf(Arrays.copyOf(address.getAddress(), 8), 16);
        try {
            return new Network(InetAddress.getByAddress(prefix).getHostAddress() + "/64");
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an IPv6 address", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
