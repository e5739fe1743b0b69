package io.vestibule.dialect.keaze;

import io.vestibule.http.Answer;
import io.vestibule.http.RateLimitedLog;
import io.vestibule.http.Request;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.Origins;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** What browsers are told about who may read an answer (Fetch standard, section 3.2). */
final class Cors {
    private static final List<String> HEADERS = List.of(
            "Accept-Version",
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "Portal-Id",
            "Version-Accept",
            "X-Request-Id");
    /** A list of header names, not too long. */
    private static final Pattern NAMES =
            Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]++(?: *, *[A-Za-z0-9!#$%&'*+.^_`|~-]++)*+");

    private static final int LONGEST = 2000;

    private final Origins origins;
    private final RateLimitedLog refusals =
            new RateLimitedLog(LoggerFactory.getLogger(Cors.class), Duration.ofMinutes(1));

    Cors(Origins origins) {
        this.origins = origins;
    }

    /**
     * Lets a page of any portal read the answer. While the database can't say whose the page is, it may read that, and nothing
     * else: a 503 tells nobody's secret, and without it the page would take the outage for a fault of its own.
     */
    Answer finish(Request request, Answer answer) {
        String origin = request.header("Origin").orElse(null);
        boolean preflight = request.method().equals("OPTIONS");
        Answer varied = answer.with("Vary", preflight ? "Origin, Access-Control-Request-Headers" : "Origin");
        if (origin == null) {
            return varied;
        }
        return switch (origins.ofAnyPortal(origin)) {
            case TRUSTED -> readable(varied, origin);
            case FOREIGN -> {
                refused(origin, "ID");
                yield varied;
            }
            case UNKNOWN ->
                preflight
                        ? readable(varied, origin).with("Access-Control-Max-Age", "0")
                        : answer.status() == 503 ? readable(varied, origin) : varied;
        };
    }

    /** Credentials may come along: none is ever read but the Authorization header, which a page sets itself. */
    private static Answer readable(Answer answer, String origin) {
        return answer.with("Access-Control-Allow-Origin", origin)
                .with("Access-Control-Allow-Credentials", "true")
                .with("Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate, X-Request-Id");
    }

    /** Any header that a page asks for may come along: tracing and other libraries add theirs, and what isn't known isn't read. */
    Answer preflight(Request request, SortedSet<String> allowed) {
        String asked = request.header("Access-Control-Request-Headers").orElse("");
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(HEADERS);
        if (asked.length() <= LONGEST && NAMES.matcher(asked).matches()) {
            names.addAll(List.of(asked.split(" *, *", -1)));
        }
        return Answer.empty(204)
                .with("Access-Control-Allow-Methods", String.join(", ", allowed))
                .with("Access-Control-Allow-Headers", String.join(", ", names))
                .with("Access-Control-Max-Age", "600")
                .with("Allow", String.join(", ", allowed));
    }

    /** Tells the operator what to do if the page is the portal's own: its developer sees only that the browser refuses. */
    void refused(String origin, String portal) {
        refusals.warn(origin, "pages of {} may not call: {}", RateLimitedLog.shown(origin), remedy(origin, portal));
    }

    private static String remedy(String origin, String portal) {
        try {
            AllowedUrl url = AllowedUrl.of(origin);
            if (url.origin().equals(origin) && !url.plain()) {
                return "if they are a portal's own, 'vestibule portal allow-url " + portal + " " + origin
                        + "/' allows them";
            }
        } catch (IllegalArgumentException e) {
            // no origin that can be allowed
        }
        return "only https pages can be allowed, and in test mode any of this machine";
    }
}
