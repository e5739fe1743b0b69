package io.vestibule.mail;

import io.vestibule.mail.Transport.Away;
import io.vestibule.mail.Transport.Cause;
import io.vestibule.mail.Transport.Deferred;
import io.vestibule.mail.Transport.Outcome;
import io.vestibule.mail.Transport.Refused;
import io.vestibule.mail.Transport.SenderRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an SMTP server's refusal means. Of its answer only the codes are kept (RFC 5321, 4.2.1; RFC 3463): the words may quote
 * the mail, as content filters do, and with it the link.
 */
final class SmtpFault {
    private static final Pattern ENHANCED = Pattern.compile("\\b[245]\\.(\\d{1,3})\\.(\\d{1,3})\\b");
    /** It closes the connection, with no regard to what was asked (RFC 5321, 3.8). */
    private static final int CLOSING = 421;
    /** It wants credentials or TLS first (RFC 4954, 6): a matter of settings, and no mail's fault. */
    private static final int UNAUTHENTICATED = 530;

    private static final String ADDRESS = "1";
    private static final String MAILBOX = "2";
    private static final String MAIL_SYSTEM = "3";
    private static final String MEDIA = "6";

    private SmtpFault() {}

    /** How far a mail had come. */
    enum Stage {
        /** Who it is from. */
        MAIL,
        /** Whom it is for. */
        RCPT,
        /** What it says. */
        DATA
    }

    /** The outcome of a mail that a connected server didn't take. */
    static Outcome of(Stage stage, int code, String reply) {
        Matcher enhanced = ENHANCED.matcher(reply);
        boolean known = enhanced.find();
        String subject = known ? enhanced.group(1) : "";
        String fault = "SMTP " + code + (known ? " " + enhanced.group() : "") + " to " + stage;
        boolean transientFault = code < 500 || code == UNAUTHENTICATED;
        if (stage == Stage.MAIL) {
            // The recipient isn't named yet. What isn't about the address of the sender and may pass is about the
            // server.
            return transientFault && !subject.equals(ADDRESS) ? new Away(fault) : new SenderRefused(fault);
        }
        Cause cause = cause(code, subject, known ? enhanced.group(2) : "");
        return transientFault ? new Deferred(fault, cause) : new Refused(fault, cause);
    }

    private static Cause cause(int code, String subject, String detail) {
        if (code == CLOSING || code == UNAUTHENTICATED || subject.equals(MAIL_SYSTEM)) {
            return Cause.SERVER;
        }
        boolean senders = subject.equals(ADDRESS) && (detail.equals("7") || detail.equals("8"));
        boolean mails = subject.equals(ADDRESS) || subject.equals(MAILBOX) || subject.equals(MEDIA);
        return mails && !senders ? Cause.MAIL : Cause.UNKNOWN;
    }

    /** The outcome of a mail whose connection broke, or whose answer took too long. */
    static Outcome broken(Stage stage, Throwable thrown) {
        String fault = "The connection broke at " + stage + ": " + kind(thrown);
        return stage == Stage.MAIL ? new Away(fault) : new Deferred(fault, Cause.UNKNOWN);
    }

    /** The kinds of what went wrong, innermost last: enough to tell a refused connection from a bad certificate. */
    static String kind(Throwable thrown) {
        return chain(thrown).stream()
                .map(link -> link.getClass().getSimpleName())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Jakarta Mail chains by getNextException, which for it is also the cause. */
    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable link = thrown; link != null && !chain.contains(link); link = link.getCause()) {
            chain.add(link);
        }
        return chain;
    }
}
