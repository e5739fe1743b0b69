package io.vestibule.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.http.server.ContentStream;
import io.vestibule.json.Json;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Server-sent events (HTML Standard section 9.2): what a page, or a test, is told as it happens. */
public final class EventStream {
    /** How long a browser waits before it asks again, after the connection broke. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final ContentStream out;

    private EventStream(ContentStream out) {
        this.out = out;
    }

    /** Tells events until there are no more, or until a wait is interrupted, since nobody listens any more. */
    @FunctionalInterface
    public interface Source {
        void tell(EventStream events) throws IOException, InterruptedException;
    }

    /** The answer that tells them. A browser that lost the connection comes again, and names the last event in {@code Last-Event-ID}. */
    public static Answer answer(Source source) {
        return Answer.streaming(200, "text/event-stream", out -> {
                    EventStream events = new EventStream(out);
                    events.write("retry: " + RETRY.toMillis() + "\n\n");
                    source.tell(events);
                })
                .with("X-Accel-Buffering", "no"); // nginx would hold events back
    }

    /** One event. */
    public void send(String event, long id, Json data) throws IOException {
        write("event: " + event + "\nid: " + id + "\ndata: " + data + "\n\n");
    }

    /** Waits for what is to be told next. It is interrupted as soon as nobody listens any more. */
    public <T extends @Nullable Object> T waiting(ContentStream.Wait<T> wait) throws InterruptedException {
        return out.waiting(wait);
    }

    /** A comment, so that nobody on the way takes the connection for dead (section 9.2.7). */
    public void heartbeat() throws IOException {
        write(":\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }
}
