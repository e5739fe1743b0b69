package io.vestibule.console;

/** Ends a request with a page of words: there is no such thing, or it isn't theirs. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Notice notice;

    Refused(Notice notice) {
        super(notice.title(), null, false, false);
        this.notice = notice;
    }

    Notice notice() {
        return notice;
    }
}
