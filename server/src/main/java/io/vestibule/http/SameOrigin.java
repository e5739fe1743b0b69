package io.vestibule.http;

import java.util.Optional;

/**
 * Which page a request comes from, as browsers tell it (OWASP Cross-Site Request Forgery Prevention, "Fetch Metadata"; ASVS 3.5.1). No page
 * can make a browser say otherwise. {@code Sec-Fetch-Site} is asked first; a browser that sends none says {@code Origin} with what isn't GET.
 */
public final class SameOrigin {
    private final String origin;

    /** @param origin of our own pages, as browsers write it (RFC 6454 section 6.2) */
    public SameOrigin(String origin) {
        this.origin = origin;
    }

    /** What a request says. */
    public enum Sender {
        /** A page of ours. */
        OURS,
        /** Another page, or a link from elsewhere. */
        FOREIGN,
        /** Nothing: an old browser, or none. */
        UNKNOWN
    }

    /** Who sent it. */
    public Sender of(Request request) {
        Optional<Boolean> ours = request.header("Sec-Fetch-Site")
                .map("same-origin"::equals)
                .or(() -> request.header("Origin").map(origin::equals));
        return ours.map(yes -> yes ? Sender.OURS : Sender.FOREIGN).orElse(Sender.UNKNOWN);
    }
}
