package io.vestibule.mail;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.mail.OutboxStore.Depth;
import io.vestibule.mail.ScriptedSmtp.Conversation;
import io.vestibule.mail.ScriptedSmtp.Taken;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many mails, several connections, several nodes; and servers that don't take all of it. */
@ExtendWith(MailDatabase.class)
class MailPoolTest {
    private static final Pace QUICK = new Pace(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(80));
    /** What was put off comes back in no test's time. */
    private static final Pace PATIENT = new Pace(Duration.ofMillis(20), Duration.ofHours(1), Duration.ofHours(1));

    private static final long PATIENCE_SECONDS = 60;

    private final Sql sql;
    private final OutboxStore outbox;
    private final ScriptedSmtp server = new ScriptedSmtp();
    private final Semaphore sent = new Semaphore(0);

    MailPoolTest(Sql sql) {
        this.sql = sql;
        this.outbox = new OutboxStore(sql, Samples.LETTERS);
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    private MailSender node(Pace pace) {
        Transport counted = () -> {
            Transport.Connection connection = server.transport().open();
            return new Counted(connection, sent);
        };
        return new MailSender(outbox, Samples.LETTERS, Samples.renderer(), counted, pace);
    }

    private record Counted(Transport.Connection connection, Semaphore sent) implements Transport.Connection {
        @Override
        public Transport.Outcome send(RenderedMail mail) {
            Transport.Outcome outcome = connection.send(mail);
            if (outcome instanceof Transport.Sent) {
                sent.release();
            }
            return outcome;
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private void awaitSent(int mails) throws InterruptedException {
        assertThat(sent.tryAcquire(mails, PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("%d mails; there are %s", mails, server.taken())
                .isTrue();
    }

    private List<Long> customers(int count) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(MailDatabase.customer(sql, "c" + i + "@example.com"));
        }
        return ids;
    }

    private void enqueue(long customer) {
        sql.useTransaction(transaction -> outbox.enqueue(
                transaction, new Letter(MailPurpose.PASSWORD_CHANGED, MailDatabase.PORTAL, customer, null, null)));
    }

    private void assertEachOnceAndInOrder() {
        Map<String, List<Long>> ids = new HashMap<>();
        for (Taken mail : server.taken()) {
            ids.computeIfAbsent(mail.recipient(), to -> new ArrayList<>()).add(mail.id());
        }
        assertThat(ids.values()).allSatisfy(of -> assertThat(of).isSorted().doesNotHaveDuplicates());
    }

    @Test
    void waiting_mail_goes_out_on_four_connections_ten_mails_each_in_each_customers_order() throws Exception {
        var four = new CountDownLatch(4);
        server.follow((conversation, line) -> {
            if (line.startsWith("DATA") && conversation.carried() == 0) {
                four.countDown();
                await(four);
            }
            return null;
        });
        List<Long> customers = customers(50);
        for (int i = 0; i < 3; i++) {
            customers.forEach(this::enqueue);
        }

        try (MailSender node = node(QUICK)) {
            node.start();
            awaitSent(150);
        }

        assertThat(server.mostOpen()).isEqualTo(4);
        assertThat(server.conversations())
                .allSatisfy(c -> assertThat(c.carried()).isLessThanOrEqualTo(10));
        assertEachOnceAndInOrder();
        assertThat(outbox.depth()).isEqualTo(new Depth(0, 0));
    }

    @Test
    void two_nodes_send_each_mail_once_in_each_customers_order_though_connections_end_early() throws Exception {
        server.follow((conversation, line) -> conversation.carried() >= 3 && line.startsWith("MAIL")
                ? "421 too many messages in this connection"
                : null);
        List<Long> customers = customers(12);
        for (int i = 0; i < 10; i++) {
            customers.forEach(this::enqueue);
        }

        try (MailSender one = node(QUICK);
                MailSender two = node(QUICK)) {
            one.start();
            two.start();
            awaitSent(120);
        }

        assertThat(server.taken()).hasSize(120);
        assertEachOnceAndInOrder();
    }

    /** Exchange Online takes three connections of one client at once, Postfix what smtpd_client_connection_count_limit says. */
    @Test
    void a_server_that_takes_fewer_connections_gets_fewer_and_nothing_waits() throws Exception {
        server.follow((conversation, line) ->
                line.isEmpty() && server.open() > 2 ? "421 4.7.0 Error: too many connections from 127.0.0.1" : null);
        for (long customer : customers(60)) {
            enqueue(customer);
        }

        try (MailSender node = node(PATIENT)) {
            node.start();
            awaitSent(60);
        }

        assertThat(outbox.depth()).isEqualTo(new Depth(0, 0));
    }

    /** Postgrey 1.37 behind Postfix 3.7.11: new recipients are put off, and whom it knows doesn't wait for them. */
    @Test
    void new_recipients_that_are_put_off_do_not_delay_one_that_the_server_takes() throws Exception {
        server.follow((conversation, line) -> line.startsWith("RCPT") && !line.contains("known")
                ? "450 4.2.0 <c@example.com>: Recipient address rejected: Greylisted"
                : null);
        customers(9).forEach(this::enqueue);

        try (MailSender node = node(PATIENT)) {
            node.start();
            until(() -> sql.<Integer>withHandle(
                            handle -> handle.statement("select count(*) from outbox where fault is not null")
                                    .mapTo(Integer.class)
                                    .one())
                    == 9);
            enqueue(MailDatabase.customer(sql, "known@example.com"));
            node.nudge();
            awaitSent(1);
        }

        assertThat(server.recipients()).containsExactly("known@example.com");
        assertThat(outbox.depth()).isEqualTo(new Depth(9, 0));
    }

    /** The same where the server's words don't tell (a milter, a policy server of its own): what is new is tried all the same. */
    @Test
    void while_everything_tried_was_put_off_what_is_new_is_tried() throws Exception {
        server.follow((conversation, line) ->
                line.startsWith("RCPT") && !line.contains("known") ? "451 4.7.1 Please try again later" : null);
        customers(9).forEach(this::enqueue);

        try (MailSender node = node(PATIENT)) {
            node.start();
            until(() -> server.commands("RCPT") >= 9);
            enqueue(MailDatabase.customer(sql, "known@example.com"));
            node.nudge();
            awaitSent(1);
        }

        assertThat(outbox.depth()).isEqualTo(new Depth(9, 0));
    }

    /**
     * A relay out of order for a while: quotas of Gmail and Exchange Online, Postfix's client message rate (which counts refused
     * tries, too), a relay that says 550 to everything.
     */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    MAIL, 550 5.4.5 Daily user sending limit exceeded
                    MAIL, 550 5.7.60 Client does not have permissions to send as this sender
                    MAIL, 450 4.7.1 Error: too much mail from 127.0.0.1
                    '', 550 no
                    """)
    void a_server_that_refuses_everything_for_a_while_costs_nothing_but_time(String command, String answer)
            throws Exception {
        var refused = new AtomicInteger();
        server.follow((conversation, line) -> {
            boolean greeting = line.isEmpty();
            if ((command.isEmpty() ? !greeting && !line.startsWith("QUIT") : line.startsWith(command))
                    && refused.incrementAndGet() <= 20) {
                return answer;
            }
            return null;
        });
        customers(30).forEach(this::enqueue);

        try (MailSender node = node(QUICK)) {
            node.start();
            awaitSent(30);
        }

        assertThat(outbox.depth()).isEqualTo(new Depth(0, 0));
        assertThat(sql.<Integer>withHandle(handle -> handle.statement("select max(attempts) from outbox")
                        .mapTo(Integer.class)
                        .one()))
                .isEqualTo(1);
    }

    /** Of Postfix with smtpd_client_message_rate_limit: while it refuses, it isn't hammered. */
    @Test
    void a_server_that_has_too_much_mail_is_asked_once_a_pause() throws Exception {
        server.follow((conversation, line) ->
                line.startsWith("MAIL") && server.taken().size() >= 5
                        ? "450 4.7.1 Error: too much mail from 127.0.0.1"
                        : null);
        customers(9).forEach(this::enqueue);

        try (MailSender node = node(PATIENT)) {
            node.start();
            awaitSent(5);
            until(() -> server.commands("MAIL") >= 7 && server.open() == 0);
        }

        // five that went; the sixth on the used connection, and again on a new one, since the first may have been worn
        // out
        assertThat(server.commands("MAIL")).isEqualTo(7);
        assertThat(outbox.depth()).isEqualTo(new Depth(4, 0));
        assertThat(server.conversations().stream().map(Conversation::carried)).containsExactly(5, 0);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody else came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
