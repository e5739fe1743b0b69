package io.vestibule.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** A range of IP addresses in CIDR notation (RFC 4632, RFC 4291): the address has no bit set behind the prefix. */
public record Cidr(InetAddress address, int prefix) {
    /** Four groups: the JDK would also take 10.1 for 10.0.0.1, which nobody who writes a network means. */
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    public Cidr {
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("a prefix is from 0 to " + bits + " bits long");
        }
        int lowestSet = new BigInteger(1, address.getAddress()).getLowestSetBit();
        if (lowestSet >= 0 && lowestSet < bits - prefix) {
            throw new IllegalArgumentException("the address has bits set behind the prefix");
        }
    }

    /** Reads {@code 10.0.0.0/8}, or one address, which is a network of its own. Never asks DNS. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        int prefix = slash < 0 ? address.getAddress().length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
        return new Cidr(address, prefix);
    }

    /**
     * Reads one address. Never asks DNS.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static InetAddress address(String text) {
        Kind.require(text.indexOf('%') < 0);
        Kind.require(text.indexOf(':') >= 0 || IPV4.matcher(text).matches());
        return InetAddress.ofLiteral(text);
    }

    /** Whether the address lies in this network; never true for an address of the other family. */
    public boolean contains(InetAddress candidate) {
        byte[] mine = address.getAddress();
        byte[] other = candidate.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int behind = mine.length * Byte.SIZE - prefix;
        return new BigInteger(1, mine).shiftRight(behind).equals(new BigInteger(1, other).shiftRight(behind));
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
