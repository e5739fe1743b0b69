package io.vestibule.page;

import io.vestibule.http.Answer;
import io.vestibule.http.ContentSecurityPolicy;
import io.vestibule.http.Digits;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.RequestException;
import io.vestibule.json.Json;
import io.vestibule.mail.DevInbox;
import io.vestibule.mail.DevInbox.Delivered;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Test mode's mailbox: every mail that would have gone out, newest first, with its link; for people, and as JSON for tests. */
public final class DevInboxPage {
    private static final ContentSecurityPolicy POLICY =
            ContentSecurityPolicy.STRICT.with("script-src", "'self'").with("connect-src", "'self'");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final long LONGEST_WAIT = 30;

    private final DevInbox inbox;

    public DevInboxPage(DevInbox inbox) {
        this.inbox = inbox;
    }

    /**
     * What the template shows.
     *
     * @param query  what was searched for
     * @param latest the id of the latest mail of all
     */
    public record View(String query, long latest, List<Delivered> mails) {

        /** The time as it reads without the script, which shows it in the reader's own zone. */
        public String time(Delivered mail) {
            return TIME.format(mail.at());
        }
    }

    Answer show(Request request) {
        String query = text(request, "q");
        List<Delivered> all = inbox.newestFirst("");
        long latest = all.isEmpty() ? 0 : all.getFirst().id();
        return Pages.render(200, "inbox.jte", new View(query, latest, inbox.newestFirst(query)), POLICY);
    }

    /** Mails with {@code q}, after the one with the id {@code after}, if there are none within {@code wait} seconds an empty list. */
    Answer list(Request request) {
        long after = number(request, "after", Long.MAX_VALUE);
        Duration wait = Duration.ofSeconds(number(request, "wait", LONGEST_WAIT));
        try {
            List<Json> mails = inbox.awaitAfter(after, text(request, "q"), wait).stream()
                    .map(DevInboxPage::json)
                    .toList();
            return Answer.json(
                    200, Json.object().put("mails", new Json.Array(mails)).build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(new Problem.Unavailable(Duration.ofSeconds(1)));
        }
    }

    private static Json json(Delivered mail) {
        return Json.object()
                .put("id", mail.id())
                .put("at", mail.at().toString())
                .put("to", mail.to())
                .put("subject", mail.subject())
                .put("link", mail.link() == null ? Json.Null.NULL : new Json.Text(mail.link()))
                .put("text", mail.text())
                .put("html", mail.html())
                .build();
    }

    private static String text(Request request, String name) {
        return request.parameters().text(name).orElse("").strip();
    }

    private static long number(Request request, String name, long most) {
        String text = text(request, name);
        return Digits.number(text.isEmpty() ? "0" : text)
                .filter(number -> number <= most)
                .orElseThrow(() -> RequestException.malformed(
                        "The " + name + " parameter must be a whole number from 0 to " + most + "."));
    }
}
