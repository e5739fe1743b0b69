package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestibule.config.SmtpServer;
import io.vestibule.mail.OutboxStore.Depth;
import io.vestibule.mail.OutboxStore.Wanted;
import io.vestibule.mail.Transport.Away;
import io.vestibule.mail.Transport.Outcome;
import io.vestibule.mail.Transport.Sent;
import io.vestibule.sql.Sql;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MailDatabase.class)
class MailSenderTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final int PATIENCE_MILLIS = 20_000;

    private final Sql sql;
    private final OutboxStore outbox;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

    MailSenderTest(Sql sql) {
        this.sql = sql;
        this.outbox = new OutboxStore(sql, Samples.LETTERS);
    }

    private MailSender sender(Transport transport, Duration look) {
        var pace = new Pace(look, Duration.ofMillis(20), Duration.ofMillis(40));
        Transport watched = () -> {
            Transport.Connection connection = transport.open();
            return new Watched(connection, outcomes);
        };
        return new MailSender(outbox, Samples.LETTERS, Samples.renderer(), watched, pace);
    }

    private record Watched(Transport.Connection connection, BlockingQueue<Outcome> outcomes)
            implements Transport.Connection {
        @Override
        public Outcome send(RenderedMail mail) {
            Outcome outcome = connection.send(mail);
            outcomes.add(outcome);
            return outcome;
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private void enqueue(MailPurpose purpose, long customer) {
        String link = purpose.needsLink() ? Samples.LINK : null;
        sql.useTransaction(transaction ->
                outbox.enqueue(transaction, new Letter(purpose, MailDatabase.PORTAL, customer, null, link)));
    }

    private Outcome nextOutcome() throws InterruptedException {
        return outcomes.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void whatWaitsWhileTheServerIsDownGoesOutOnceItIsUp() throws Exception {
        int port = freePort();
        var server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        var smtp = new SmtpTransport(
                SmtpServer.parse("smtp://127.0.0.1:" + port), new EhloName(null), null, Clock.systemUTC());
        enqueue(MailPurpose.SIGN_IN, MailDatabase.ZOE);
        enqueue(MailPurpose.RESET_PASSWORD, MailDatabase.NAMELESS);

        MimeMessage[] received;
        try {
            try (var sender = sender(smtp, NEVER)) {
                sender.start();
                for (int i = 0; i < 5; i++) {
                    assertThat(nextOutcome()).isInstanceOf(Away.class);
                }
                server.start();
                assertThat(server.waitForIncomingEmail(PATIENCE_MILLIS, 2)).isTrue();
            }
            received = server.getReceivedMessages();
        } finally {
            server.stop();
        }

        assertThat(received).hasSize(2);
        assertThat(received[0].getAllRecipients()[0]).hasToString("zoe@example.com");
        assertThat(received[0].getSubject()).isEqualTo("Votre lien de connexion à Häuser & Söhne");
        assertThat(received[1].getAllRecipients()[0]).hasToString("nameless@example.com");
        assertThat(received[1].getSubject()).isEqualTo("Neues Passwort für Häuser & Söhne wählen");
        assertThat(outbox.depth()).isEqualTo(new Depth(0, 0));
    }

    @Test
    void aNudgeSendsAtOnce() throws Exception {
        try (var sender = sender(new DevInbox(Clock.systemUTC()), NEVER)) {
            sender.start();
            for (int i = 0; i < 20; i++) {
                enqueue(MailPurpose.PASSWORD_CHANGED, MailDatabase.ZOE);
                sender.nudge();
                assertThat(nextOutcome()).isEqualTo(new Sent());
            }
        }
        assertThat(outbox.depth()).isEqualTo(new Depth(0, 0));
    }

    @Test
    void withoutANudgeItLooksBySchedule() throws Exception {
        try (var sender = sender(new DevInbox(Clock.systemUTC()), Duration.ofMillis(10))) {
            sender.start();
            enqueue(MailPurpose.PASSWORD_CHANGED, MailDatabase.ZOE);
            assertThat(nextOutcome()).isEqualTo(new Sent());
        }
    }

    @Test
    void aDatabaseThatIsAwayForAWhileStopsNothing() throws Exception {
        enqueue(MailPurpose.PASSWORD_CHANGED, MailDatabase.ZOE);
        sql.useHandle(handle -> handle.execute("alter table outbox rename to outbox_away"));
        try (var sender = sender(new DevInbox(Clock.systemUTC()), NEVER)) {
            sender.start();
            assertThat(outcomes.poll(100, TimeUnit.MILLISECONDS)).isNull();
            sql.useHandle(handle -> handle.execute("alter table outbox_away rename to outbox"));
            assertThat(nextOutcome()).isEqualTo(new Sent());
        }
    }

    @Test
    void closingFinishesTheMailInFlight() throws Exception {
        enqueue(MailPurpose.PASSWORD_CHANGED, MailDatabase.ZOE);
        enqueue(MailPurpose.PASSWORD_CHANGED, MailDatabase.NAMELESS);
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var sender = sender(
                () -> mail -> {
                    begun.countDown();
                    await(goOn);
                    return new Sent();
                },
                NEVER);
        sender.start();
        assertThat(begun.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();

        Thread closing = Thread.ofVirtual().start(sender::close);
        assertThat(closing.join(Duration.ofMillis(50))).isFalse();
        goOn.countDown();
        assertThat(closing.join(Duration.ofMillis(PATIENCE_MILLIS))).isTrue();

        assertThat(outcomes).hasSize(1);
        assertThat(outbox.depth()).isEqualTo(new Depth(1, 0));
        assertThat(outbox.claim(10, Wanted.ALL)).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
