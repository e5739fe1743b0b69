package io.vestibule.config;

import java.net.InetAddress;
import java.util.Locale;

/** Tells hosts that only this machine reaches. */
final class Loopback {
    private Loopback() {}

    /**
     * True for {@code localhost} (RFC 6761) and literals of 127.0.0.0/8 and ::1, in brackets or not. Any other name is not,
     * whatever DNS says today: it may say something else tomorrow.
     */
    static boolean is(String host) {
        if (host.toLowerCase(Locale.ROOT).equals("localhost")) {
            return true;
        }
        String literal = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            return InetAddress.ofLiteral(literal).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
