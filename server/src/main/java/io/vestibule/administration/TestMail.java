package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permitted;
import io.vestibule.guard.RateLimit;
import io.vestibule.guard.RateLimiter;
import io.vestibule.mail.Language;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.MailRenderer.Sample;
import io.vestibule.mail.RenderedMail;
import io.vestibule.mail.Transport;
import io.vestibule.operator.Operator;
import io.vestibule.operator.OperatorStore;
import io.vestibule.operator.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Sends an operator a mail as a portal's customers get it, to try its words, its sender and the mail server. It goes to the operator's own
 * address and to no other, counts towards the limit of mail by one caller, and is in no outbox: the operator waits for what the server says.
 */
public final class TestMail {
    private final MailSamples samples;
    private final MailTextAdministration texts;
    private final OperatorStore operators;
    private final GuardStore guard;
    private final RateLimiter limits;
    private final Transport transport;

    public TestMail(
            MailSamples samples,
            MailTextAdministration texts,
            OperatorStore operators,
            GuardStore guard,
            RateLimiter limits,
            Transport transport) {
        this.samples = samples;
        this.texts = texts;
        this.operators = operators;
        this.guard = guard;
        this.limits = limits;
        this.transport = transport;
    }

    /** How it ended. */
    public sealed interface Result {
        /** The mail server has taken it. */
        record Sent(String address) implements Result {}

        /** It hasn't, and what it said: codes, no words of its. */
        record NotTaken(String fault) implements Result {}

        /** They had too many sent. */
        record Throttled(Duration retryAfter) implements Result {}

        /** Whoever asks is a program, and has no address. */
        record NoOperator() implements Result {}

        record UnknownPortal(long portal) implements Result {}
    }

    /**
     * Sends it.
     *
     * @param who  asks, and gets it
     * @param draft words that needn't be stored
     */
    public Result send(
            Principal who,
            long portal,
            MailPurpose purpose,
            Language language,
            MailSamples.Draft draft,
            AuditContext context) {
        Optional<Operator> operator =
                who.kind() == Principal.Kind.OPERATOR ? operators.byId(who.id()) : Optional.empty();
        if (operator.isEmpty()) {
            return new Result.NoOperator();
        }
        Sample to = new Sample(operator.get().email(), operator.get().name());
        Optional<RenderedMail> mail = samples.of(portal, purpose, language, draft, to);
        if (mail.isEmpty()) {
            return new Result.UnknownPortal(portal);
        }
        return switch (guard.acquire(limits.permits(Map.of(RateLimit.MAIL_CALLER, who.rateLimitKey())))) {
            case Permitted.Throttled<Boolean>(Duration wait) -> new Result.Throttled(wait);
            case Permitted.Granted<Boolean> granted -> {
                texts.tested(portal, purpose, language, context);
                yield sent(mail.get());
            }
        };
    }

    private Result sent(RenderedMail mail) {
        try (Transport.Connection connection = transport.open()) {
            return switch (connection.send(mail)) {
                case Transport.Sent() -> new Result.Sent(mail.to());
                case Transport.Away(String fault) -> new Result.NotTaken(fault);
                case Transport.SenderRefused(String fault) -> new Result.NotTaken(fault);
                case Transport.Deferred(String fault, Transport.Cause cause) -> new Result.NotTaken(fault);
                case Transport.Refused(String fault, Transport.Cause cause) -> new Result.NotTaken(fault);
            };
        }
    }
}
