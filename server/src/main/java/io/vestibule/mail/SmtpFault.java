package io.vestibule.mail;

import io.vestibule.mail.Transport.Deferred;
import io.vestibule.mail.Transport.Outcome;
import io.vestibule.mail.Transport.Refused;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * What an SMTP server's refusal means. Of its answer only the codes are kept (RFC 5321, 4.2.1; RFC 3463): the words may quote
 * the mail, as content filters do, and with it the link.
 */
final class SmtpFault {
    private static final Pattern ENHANCED = Pattern.compile("\\b[245]\\.\\d{1,3}\\.\\d{1,3}\\b");
    /** It wants credentials or TLS first (RFC 4954, 6): a matter of settings, and no mail's fault. */
    private static final int UNAUTHENTICATED = 530;

    private SmtpFault() {}

    /** The outcome of a mail that the server didn't take once it was connected. */
    static Outcome of(MessagingException thrown) {
        List<Throwable> chain = chain(thrown);
        for (Throwable link : chain) {
            int code = code(link);
            if (code >= 400) {
                String fault = "SMTP " + code + enhanced(link);
                return code >= 500 && code != UNAUTHENTICATED ? new Refused(fault) : new Deferred(fault);
            }
        }
        return new Deferred("The connection broke: " + kind(thrown));
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

    private static int code(Throwable thrown) {
        return switch (thrown) {
            case SMTPAddressFailedException refused -> refused.getReturnCode();
            case SMTPSenderFailedException refused -> refused.getReturnCode();
            case SMTPSendFailedException refused -> refused.getReturnCode();
            default -> 0;
        };
    }

    private static String enhanced(Throwable thrown) {
        Matcher code = ENHANCED.matcher(thrown.getMessage() == null ? "" : thrown.getMessage());
        return code.find() ? " " + code.group() : "";
    }
}
