package io.vestibule.http;

import java.net.UnknownHostException;

/** A listening socket can't be had: no host has the name, another program has the port, or the address isn't this machine's. */
public final class CannotListenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean management;

    CannotListenException(String host, int port, boolean management, Throwable cause) {
        super(host + ":" + port, cause);
        this.management = management;
    }

    /** The address, as host and port. */
    public String address() {
        return String.valueOf(getMessage());
    }

    /** Whether the address is a name that no host has. */
    public boolean isHostUnknown() {
        return getCause() instanceof UnknownHostException;
    }

    /** Whether it is the operator's socket. */
    public boolean management() {
        return management;
    }
}
