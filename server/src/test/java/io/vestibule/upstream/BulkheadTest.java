package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.config.UpstreamConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Bulkhead bulkhead = new Bulkhead(1);

    /** Sends a request that nobody answers, until it is interrupted or its connection breaks. */
    private Thread asking(UpstreamCalls calls, ServerSocket upstream) {
        URI url = URI.create("http://localhost:" + upstream.getLocalPort());
        return Thread.ofVirtual().start(() -> {
            UpstreamCalls.Talk talk = calls.talk(url);
            assertThatThrownBy(() -> bulkhead.run(() -> talk.send(talk.request("/"))))
                    .isInstanceOf(UpstreamFaultException.class);
        });
    }

    private static Socket received(ServerSocket upstream) throws IOException {
        Socket connection = upstream.accept();
        connection.setSoTimeout(Math.toIntExact(LONG.toMillis()));
        byte[] request = new byte[4];
        connection.getInputStream().readNBytes(request, 0, request.length);
        assertThat(new String(request, StandardCharsets.US_ASCII)).isEqualTo("GET ");
        return connection;
    }

    /** What has come so far is read without waiting. */
    private static boolean isClosed(Socket connection) throws IOException {
        connection.setSoTimeout(1);
        connection.getInputStream().readAllBytes(); // to the end, or it times out
        return true;
    }

    @Test
    void a_request_that_is_given_up_counts_until_its_connection_is_closed() throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                UpstreamCalls calls = new UpstreamCalls(new UpstreamConfig(LONG, LONG))) {
            upstream.setSoTimeout(Math.toIntExact(LONG.toMillis()));
            Thread first = asking(calls, upstream);
            try (Socket one = received(upstream)) {
                assertThat(bulkhead.running()).isEqualTo(1);
                first.interrupt();
                first.join();
                Thread second = asking(calls, upstream);
                try (Socket other = received(upstream)) { // which is here: the end of the first one came before
                    assertThat(isClosed(one)).isTrue();
                    assertThat(other.isConnected()).isTrue();
                }
                second.interrupt(); // the client would ask once more, on another connection
                second.join();
            }
            assertThat(bulkhead.running()).isZero();
        }
    }

    @Test
    void who_waits_a_second_in_vain_is_turned_away() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        FutureTask<Boolean> slow = new FutureTask<>(() -> bulkhead.run(() -> {
            asking.countDown();
            try {
                return answered.await(LONG.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }));
        Thread.startVirtualThread(slow);
        assertThat(asking.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(bulkhead.running()).isEqualTo(1);

        assertThatThrownBy(() -> bulkhead.run(() -> "never")).isInstanceOf(UpstreamAwayException.class);
        assertThat(bulkhead.rejected()).isEqualTo(1);

        answered.countDown();
        assertThat(slow.get()).isTrue();
        assertThat(bulkhead.run(() -> "free")).isEqualTo("free");
    }
}
