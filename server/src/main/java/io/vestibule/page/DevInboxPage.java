package io.vestibule.page;

import static io.vestibule.http.Route.get;

import io.vestibule.http.Answer;
import io.vestibule.http.ContentSecurityPolicy;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.mail.DevInbox;
import io.vestibule.mail.DevInbox.Delivered;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Test mode's mailbox: every mail that would have gone out, newest first, with its link. */
public final class DevInboxPage {
    private static final ContentSecurityPolicy POLICY =
            ContentSecurityPolicy.STRICT.with("script-src", "'self'").with("connect-src", "'self'");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final StaticFiles FILES =
            new StaticFiles("/dev/inbox", () -> Map.of("inbox.js", "/io/vestibule/page/inbox.js"));

    private final DevInbox inbox;

    DevInboxPage(DevInbox inbox) {
        this.inbox = inbox;
    }

    List<Route> routes() {
        return List.of(get("/dev/inbox", this::show), FILES.route());
    }

    /**
     * What the template shows.
     *
     * @param query  what was searched for
     * @param latest the id of the latest mail of all
     * @param script where the page's script is
     */
    public record View(String query, long latest, List<Delivered> mails, String script) {

        /** The time as it reads without the script, which shows it in the reader's own zone. */
        public String time(Delivered mail) {
            return TIME.format(mail.at());
        }
    }

    private Answer show(Request request) {
        String query = DevInboxFeed.query(request);
        long latest = inbox.latest();
        View view = new View(query, latest, inbox.newestFirst(query), FILES.address("inbox.js"));
        return Pages.render(200, "inbox.jte", view, POLICY);
    }
}
