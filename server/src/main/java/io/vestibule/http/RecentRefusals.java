package io.vestibule.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests that this node refused last, by their ids: in memory alone, and only so many. What is refused before anything is decided
 * leaves no event in the audit, so that a flood costs the database nothing.
 */
public final class RecentRefusals {
    /** So many are kept. */
    public static final int MOST = 2000;

    private final Deque<Refusal> latest = new ArrayDeque<>();

    /** Another observer, beside which refusals are kept. */
    public RequestObserver beside(RequestObserver other) {
        return new RequestObserver() {
            @Override
            public void answered(
                    String site,
                    String method,
                    String route,
                    int status,
                    Outcome outcome,
                    @Nullable Requester requester,
                    Duration elapsed) {
                other.answered(site, method, route, status, outcome, requester, elapsed);
            }

            @Override
            public void refused(Refusal refusal) {
                keep(refusal);
            }
        };
    }

    private void keep(Refusal refusal) {
        synchronized (latest) {
            if (latest.size() == MOST) {
                latest.removeLast();
            }
            latest.addFirst(refusal);
        }
    }

    /** What was refused under an id, the latest first: callers may choose ids, and use one twice. */
    public List<Refusal> of(String request) {
        synchronized (latest) {
            return latest.stream()
                    .filter(refusal -> refusal.request().equals(request))
                    .toList();
        }
    }
}
