package io.vestibule.http.server;

/** Told of what no handler saw. */
@FunctionalInterface
public interface ConnectionObserver {
    /** A connection or request was turned away; called from the connection's own thread or the one that accepts. */
    void rejected(Rejection rejection);
}
