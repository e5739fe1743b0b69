package io.vestibule.mail;

/** A way out for mail. Safe for use by many threads at once. */
public interface Transport {
    /**
     * Mails that one connection carries at most: servers slow down or stop on those that carry many (Exim queues from the
     * eleventh on).
     */
    int MOST_CARRIED = 10;

    /** A connection for some mails, of one thread; the first of them connects it. */
    Connection open();

    /** Takes mails one after the other. */
    interface Connection extends AutoCloseable {

        /** Tries to hand over one mail, once. Whatever goes wrong is an outcome, never an exception. */
        Outcome send(RenderedMail mail);

        /** Whatever became of the mails is known by now: closing changes nothing. */
        @Override
        default void close() {}
    }

    /** How a try ended. Faults are for operators: they never quote a server's answer, which may quote the mail. */
    sealed interface Outcome {}

    /** The next server has taken it over. */
    record Sent() implements Outcome {}

    /** The server can't be reached, lets nobody in or takes no mail now: it isn't about this one, and the others needn't be tried. */
    record Away(String fault) implements Outcome {}

    /** The server refuses whom the mail is from (before it hears whom it is for): other mail of the portal needn't be tried. */
    record SenderRefused(String fault) implements Outcome {}

    /** Not now (SMTP 4xx, or the connection broke while this mail was under way). */
    record Deferred(String fault, Cause cause) implements Outcome {}

    /** Never (SMTP 5xx), or it is no mail at all. */
    record Refused(String fault, Cause cause) implements Outcome {}

    /** What made the mail fail, as far as the server's answer or our own fault tells. */
    enum Cause {
        /** The mail or its recipient. Says nothing about other mail. */
        MAIL,
        /** The server's own state. */
        SERVER,
        /** The mail, or what every mail meets: the server, or this program itself. */
        UNKNOWN
    }
}
