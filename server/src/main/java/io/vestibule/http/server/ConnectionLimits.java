package io.vestibule.http.server;

import java.time.Duration;

/**
 * What connections may take.
 *
 * @param connections how many there are at most; one more closes the idlest
 * @param perNetwork  how many of one network (an IPv4 address, an IPv6 /64); one more closes the idlest of these
 * @param requests    how many requests are worked at at once, those apart that wait for their client; one more is rejected
 * @param bytes       what requests that aren't answered yet, and answers that aren't taken in, may hold beyond {@link #FREE_BYTES} each
 * @param idle        how long a connection may wait for the next request
 * @param head        how long request line and headers may take, from their first byte
 * @param content     how long content may take beside what {@code contentRate} gives it
 * @param contentRate bytes a second; each adds its part of a second to the time that content may take
 * @param write       how long a client may take to take in an answer
 * @param linger      how long a connection whose request was refused is listened to, so that its client can read the answer
 */
public record ConnectionLimits(
        int connections,
        int perNetwork,
        int requests,
        int bytes,
        Duration idle,
        Duration head,
        Duration content,
        int contentRate,
        Duration write,
        Duration linger) {
    /** Request line and headers together, in bytes. */
    public static final int HEAD_BYTES = 64 * 1024;

    /** Headers of one request. */
    static final int HEADERS = 100;

    /** What follows a refused request and is read, in bytes, before the connection is closed. */
    static final int LINGER_BYTES = 64 * 1024;

    /** Content that no handler asked for is read up to this size, so that the connection can serve the next request. */
    static final int UNREAD_BYTES = 16 * 1024;

    /** The buffer that each connection has anyway. */
    static final int FREE_BYTES = 1024;

    /** The usual times, and numbers that fit the heap of {@code jvm.options}. */
    public static ConnectionLimits of(int connections, int perNetwork) {
        return new ConnectionLimits(
                connections,
                perNetwork,
                1024,
                8 << 20,
                Duration.ofMinutes(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                500,
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
    }
}
