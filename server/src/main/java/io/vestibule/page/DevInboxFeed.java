package io.vestibule.page;

import static io.vestibule.http.Route.get;

import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.EventStream;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.RequestException;
import io.vestibule.http.Route;
import io.vestibule.json.Json;
import io.vestibule.mail.DevInbox;
import io.vestibule.mail.DevInbox.Delivered;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Test mode's mails for programs: as JSON, and as events (HTML Standard section 9.2). {@code docs/try.md} has the shape. */
final class DevInboxFeed {
    private static final long LONGEST_WAIT = 30;
    private static final int MOST_WATCHERS = 64;

    /** How long a watcher hears nothing at most. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final DevInbox inbox;
    private final Semaphore watchers = new Semaphore(MOST_WATCHERS);

    DevInboxFeed(DevInbox inbox) {
        this.inbox = inbox;
    }

    List<Route> routes() {
        return List.of(get("/dev/inbox.json", this::list), get("/dev/inbox/events", this::events));
    }

    /** Mails with {@code q}, after the one with the id {@code after}, if there are none within {@code wait} seconds an empty list. */
    private Answer list(Request request) {
        long after = number(request, "after", Long.MAX_VALUE);
        Duration wait = Duration.ofSeconds(number(request, "wait", LONGEST_WAIT));
        try {
            List<Json> mails = inbox.awaitAfter(after, query(request), wait).stream()
                    .map(DevInboxFeed::json)
                    .toList();
            return Answer.json(
                    200, Json.object().put("mails", new Json.Array(mails)).build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(new Problem.Unavailable(Duration.ofSeconds(1)));
        }
    }

    /**
     * The same mails as events named {@code mail}, each with its JSON, the oldest first: those after {@code Last-Event-ID}, else after
     * {@code after}, else those that come from now on.
     */
    private Answer events(Request request) {
        long after = request.header("Last-Event-ID")
                .map(id -> number("Last-Event-ID header", id, Long.MAX_VALUE))
                .orElseGet(() ->
                        text(request, "after").isEmpty() ? inbox.latest() : number(request, "after", Long.MAX_VALUE));
        String query = query(request);
        if (watchers.availablePermits() == 0) {
            return PlainError.message(503, MOST_WATCHERS + " watch the inbox, and no more may.");
        }
        return EventStream.answer(events -> {
            if (watchers.tryAcquire()) {
                try {
                    follow(events, after, query);
                } finally {
                    watchers.release();
                }
            }
        });
    }

    private void follow(EventStream events, long after, String query) throws IOException, InterruptedException {
        long last = after;
        List<Delivered> mails = next(events, last, query);
        while (inbox.isOpen()) {
            if (mails.isEmpty()) {
                events.heartbeat();
            }
            for (Delivered mail : mails.reversed()) {
                events.send("mail", mail.id(), json(mail));
                last = mail.id();
            }
            mails = next(events, last, query);
        }
    }

    private List<Delivered> next(EventStream events, long last, String query) throws InterruptedException {
        return events.waiting(() -> inbox.awaitAfter(last, query, HEARTBEAT));
    }

    private static Json json(Delivered mail) {
        return Json.object()
                .put("id", mail.id())
                .put("at", mail.at().toString())
                .put("to", mail.to())
                .put("subject", mail.subject())
                .put("text", mail.text())
                .put("html", mail.html())
                .put("links", new Json.Array(mail.link() == null ? List.of() : List.of(new Json.Text(mail.link()))))
                .build();
    }

    /** What is searched for. */
    static String query(Request request) {
        return text(request, "q");
    }

    private static String text(Request request, String name) {
        return request.parameters().text(name).orElse("").strip();
    }

    private static long number(Request request, String name, long most) {
        String text = text(request, name);
        return number(name + " parameter", text.isEmpty() ? "0" : text, most);
    }

    private static long number(String where, String text, long most) {
        return Digits.number(text)
                .filter(number -> number <= most)
                .orElseThrow(() ->
                        RequestException.malformed("The " + where + " must be a whole number from 0 to " + most + "."));
    }
}
