package io.vestibule.mail;

/** A way out for mail. It is called by one thread at a time. */
public interface Transport {

    /** Tries to hand over one mail, once. Whatever goes wrong is an outcome, never an exception. */
    Outcome send(RenderedMail mail);

    /** How a try ended. Faults are for operators: they never quote a server's answer, which may quote the mail. */
    sealed interface Outcome {}

    /** The next server has taken it over. */
    record Sent() implements Outcome {}

    /** The server can't be reached or lets nobody in: it isn't about this mail, and the others needn't be tried now. */
    record Away(String fault) implements Outcome {}

    /** Not now (SMTP 4xx, or the connection broke while this mail was under way). */
    record Deferred(String fault) implements Outcome {}

    /** Never (SMTP 5xx), or it is no mail at all. */
    record Refused(String fault) implements Outcome {}
}
