package io.vestibule;

import io.vestibule.config.Config;
import io.vestibule.config.SmtpServer;
import io.vestibule.factor.FactorCodes;
import io.vestibule.mail.DevInbox;
import io.vestibule.mail.EhloName;
import io.vestibule.mail.MailRenderer;
import io.vestibule.mail.MailSender;
import io.vestibule.mail.OutboxStore;
import io.vestibule.mail.Pace;
import io.vestibule.mail.SealedLetters;
import io.vestibule.mail.SmtpTransport;
import io.vestibule.mail.Transport;
import io.vestibule.secret.MasterKey;
import io.vestibule.sql.Sql;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The objects that mail is kept and sent by, beside those of {@link Server}.
 *
 * @param outbox    where mail waits
 * @param renderer  writes it
 * @param transport hands it over
 * @param sender    sends it
 * @param inbox     shows it to developers instead, where no SMTP server is set; null where one is
 */
record MailDelivery(
        OutboxStore outbox,
        MailRenderer renderer,
        Transport transport,
        MailSender sender,
        @Nullable DevInbox inbox) {
    static MailDelivery of(Sql sql, Config config, MasterKey keys, Clock clock) {
        var letters = new SealedLetters(keys);
        var outbox = new OutboxStore(sql, letters);
        SmtpServer smtp = config.mail().smtp();
        DevInbox inbox = smtp == null ? new DevInbox(clock) : null;
        Transport transport = smtp == null
                ? Objects.requireNonNull(inbox)
                : SmtpTransport.of(
                        smtp,
                        EhloName.of(config.mail().ehloName(), config.http().publicUrl()),
                        config.mail().dkim(),
                        clock);
        var renderer = MailRenderer.of(config.mail(), config.link(), FactorCodes.MAILED_CODE_LIFE);
        var sender = new MailSender(outbox, letters, renderer, transport, Pace.USUAL);
        return new MailDelivery(outbox, renderer, transport, sender, inbox);
    }

    /** Ends the inbox, if there is one. */
    void closeInbox() {
        if (inbox != null) {
            inbox.close();
        }
    }
}
