package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.mail.OutboxStore.Depth;
import io.vestibule.mail.OutboxStore.Wanted;
import io.vestibule.mail.Round.End;
import io.vestibule.mail.Round.PutOff;
import io.vestibule.mail.Round.Stopped;
import io.vestibule.mail.Round.Worked;
import io.vestibule.mail.Transport.Away;
import io.vestibule.mail.Transport.Sent;
import io.vestibule.sql.Sql;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(MailDatabase.class)
class RoundTest {
    private final Sql sql;
    private final OutboxStore outbox;
    private final ScriptedSmtp server = new ScriptedSmtp();
    private final PortalHealth portals = new PortalHealth(Pace.USUAL);

    RoundTest(Sql sql) {
        this.sql = sql;
        this.outbox = new OutboxStore(sql, Samples.LETTERS);
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    private End go(Transport transport) {
        return new Round(
                        outbox, Samples.READ, transport, Pace.USUAL, portals, () -> false, outbox.claim(10, Wanted.ALL))
                .go();
    }

    private End go() {
        return go(server.transport());
    }

    private void enqueue(String to) {
        enqueue(to, MailDatabase.customer(sql, to));
    }

    private void enqueue(String to, long customer) {
        sql.useTransaction(transaction -> outbox.enqueue(
                transaction, new Letter(MailPurpose.SIGN_IN, MailDatabase.PORTAL, customer, to, Samples.LINK)));
    }

    private void enqueueRaw(String purpose, String sealed) {
        sql.useHandle(handle -> handle.execute(
                "insert into outbox (portal_id, customer_id, purpose, sealed) values (1, 7, ?, ?::bytea)",
                purpose,
                sealed));
    }

    private void makeDue() {
        sql.useHandle(handle -> handle.execute("update outbox set due_at = now()"));
    }

    private List<String> faults() {
        return sql.withHandle(handle -> handle.statement("select fault from outbox order by id")
                .mapTo(String.class)
                .list());
    }

    private List<Integer> attempts() {
        return sql.withHandle(handle -> handle.statement("select attempts from outbox order by id")
                .mapTo(Integer.class)
                .list());
    }

    @Test
    void whatIsDueGoesOutAndIsWiped() {
        enqueue("a@example.com");
        enqueue("b@example.com");

        assertThat(go()).isEqualTo(new Worked(true));

        assertThat(server.recipients()).containsExactly("a@example.com", "b@example.com");
        assertThat(outbox.depth()).isEqualTo(new Depth(0, 0));
        assertThat(sql.<Integer>withHandle(
                        handle -> handle.statement("select count(*) from outbox where sealed is not null")
                                .mapTo(Integer.class)
                                .one()))
                .isZero();
        assertThat(outbox.claim(10, Wanted.ALL)).isEmpty();
    }

    @Test
    void poisonIsSetAsideAtItsThirdTryAndHoldsUpNoOther() {
        enqueueRaw("sign-in", "\\x00112233");
        enqueueRaw("from-the-future", null);
        enqueueRaw("sign-in", null);
        enqueue("two\u0131@example.com");
        server.refuse("gone@example.com", "550 5.1.1 no such mailbox " + Samples.LINK);
        enqueue("gone@example.com");
        enqueue("good@example.com");

        go();
        assertThat(server.recipients()).containsExactly("good@example.com");
        assertThat(outbox.depth()).isEqualTo(new Depth(5, 0));
        makeDue();
        go();
        makeDue();
        go();

        assertThat(outbox.depth()).isEqualTo(new Depth(0, 5));
        assertThat(faults())
                .containsExactly(
                        "It can't be opened or rendered: UnreadableException",
                        "The purpose is unknown",
                        "It can't be opened or rendered: IllegalArgumentException",
                        "It makes no message: UnmailableException",
                        "SMTP 550 5.1.1 to RCPT",
                        null);
    }

    /** As where the program's own file was replaced under it. */
    @Test
    void whatFailsForEveryMailHereIsNoMailsFault() {
        enqueue("a@example.com");
        enqueue("b@example.com");
        InstantSource broken = () -> {
            throw new IllegalStateException();
        };
        Transport without = new SmtpTransport(
                server.server(), new EhloName("mail.portal.example"), null, broken.withZone(ZoneOffset.UTC));

        for (int i = 0; i < 5; i++) {
            go(without);
            makeDue();
        }
        assertThat(outbox.depth()).isEqualTo(new Depth(2, 0));

        go();
        assertThat(server.recipients()).containsExactly("a@example.com", "b@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"450 4.2.0 greylisted", "530 5.7.0 sign in first", "drop"})
    void mailThatTheServerPutsOffIsNeverSetAside(String answer) {
        server.refuse("slow@example.com", answer);
        enqueue("slow@example.com");

        for (int i = 0; i < 12; i++) {
            assertThat(go()).isEqualTo(new Worked(false));
            makeDue();
        }
        assertThat(outbox.depth()).isEqualTo(new Depth(1, 0));

        server.refuse("slow@example.com", "250 now");
        go();
        assertThat(server.recipients()).containsExactly("slow@example.com");
    }

    @Test
    void aServerThatIsAwayCostsNoMailATry() throws Exception {
        enqueue("a@example.com");
        enqueue("b@example.com");
        server.close();

        for (int i = 0; i < 5; i++) {
            assertThat(go()).isInstanceOf(Stopped.class);
        }

        assertThat(attempts()).containsExactly(0, 0);
        assertThat(outbox.depth()).isEqualTo(new Depth(2, 0));
    }

    @Test
    void afterAFailureToConnectTheRestOfTheBatchIsNotTried() {
        List<String> tried = new ArrayList<>();
        enqueue("a@example.com");
        enqueue("b@example.com");

        go(() -> mail -> {
            tried.add(mail.to());
            return new Away("down");
        });

        assertThat(tried).containsExactly("a@example.com");
    }

    @Test
    void threeDeferralsInARowStopTheBatch() {
        for (String name : List.of("a", "b", "c", "d")) {
            server.refuse(name + "@example.com", "451 4.3.0 later");
            enqueue(name + "@example.com");
        }

        assertThat(go()).isInstanceOf(Stopped.class);

        assertThat(attempts()).containsExactly(1, 1, 1, 0);
    }

    @Test
    void aMailThatAlwaysBreaksTheConnectionHoldsUpNoOther() {
        server.refuse("breaker@example.com", "drop");
        enqueue("breaker@example.com");
        enqueue("good@example.com");

        assertThat(go()).isEqualTo(new Worked(true));

        assertThat(server.recipients()).containsExactly("good@example.com");
        assertThat(outbox.depth()).isEqualTo(new Depth(1, 0));
    }

    @Test
    void aTransportThatThrowsIsOneMailsFault() {
        enqueue("a@example.com");
        enqueue("b@example.com");
        List<String> sent = new ArrayList<>();

        go(() -> mail -> {
            if (mail.to().startsWith("a")) {
                throw new IllegalStateException(Samples.LINK);
            }
            sent.add(mail.to());
            return new Sent();
        });

        assertThat(sent).containsExactly("b@example.com");
        assertThat(faults().getFirst()).endsWith("IllegalStateException");
    }

    @Test
    void onceClosedNothingNewIsBegun() {
        enqueue("a@example.com");
        List<WaitingMail> mails = outbox.claim(10, Wanted.ALL);

        new Round(outbox, Samples.READ, server.transport(), Pace.USUAL, portals, () -> true, mails).go();

        assertThat(server.recipients()).isEmpty();
        assertThat(attempts()).containsExactly(0);
    }

    @Test
    void pausesDoubleUpToFiveMinutes() {
        assertThat(List.of(1, 2, 3, 6, 7, 1000).stream()
                        .map(failures -> Pace.USUAL.after(failures).toSeconds()))
                .containsExactly(5L, 10L, 20L, 160L, 300L, 300L);
    }

    /** Postfix 3.7.11 with reject_non_fqdn_helo_hostname, and answers as Postfix and Exim have them for whom they relay nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname",
                "554 5.7.1 <a@example.com>: Relay access denied",
                "550 relay not permitted"
            })
    void a_server_that_refuses_every_recipient_sets_nothing_aside(String answer) {
        server.follow((conversation, line) -> line.startsWith("RCPT") ? answer : null);
        for (String name : List.of("a", "b", "c", "d")) {
            enqueue(name + "@example.com");
        }

        assertThat(go()).isInstanceOf(PutOff.class);
        for (int i = 0; i < 6; i++) {
            makeDue();
            go();
        }
        assertThat(outbox.depth()).isEqualTo(new Depth(4, 0));

        server.follow((conversation, line) -> null);
        makeDue();
        assertThat(go()).isEqualTo(new Worked(true));
        assertThat(server.recipients()).hasSize(4);
    }

    @Test
    void a_mail_that_others_overtake_is_itself_at_fault() {
        server.refuse("spam@example.com", "554 5.7.1 Spam message rejected");
        enqueue("spam@example.com");
        for (int i = 0; i < 3; i++) {
            assertThat(outbox.depth().setAside()).isZero();
            enqueue("good" + i + "@example.com");
            makeDue();
            go();
            portals.sent(MailDatabase.PORTAL);
        }
        makeDue();
        go();

        assertThat(outbox.depth()).isEqualTo(new Depth(0, 1));
        assertThat(server.recipients()).hasSize(3);
    }

    /** Gmail's quota, Exchange's send-as, Postfix's reject_non_fqdn_sender without smtpd_delay_reject. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.4.5 Daily user sending limit exceeded",
                "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
                "504 5.5.2 <x@y>: Sender address rejected: need fully-qualified address",
                "450 4.1.8 <x@y>: Sender address rejected: Domain not found",
                "550 no"
            })
    void a_refused_sender_costs_no_mail_a_try_and_pauses_that_portal(String answer) {
        server.follow((conversation, line) -> line.startsWith("MAIL") ? answer : null);
        enqueue("a@example.com");
        enqueue("b@example.com");

        assertThat(go()).isEqualTo(new Worked(false));

        assertThat(server.commands("MAIL")).isEqualTo(1);
        assertThat(attempts()).containsExactly(0, 0);
        assertThat(portals.paused()).containsExactly(MailDatabase.PORTAL);
        assertThat(outbox.claim(10, new Wanted(false, portals.paused()))).isEmpty();
        assertThat(outbox.depth()).isEqualTo(new Depth(2, 0));
    }

    /** Postfix's client rate, Exim's and Postfix's closing, OpenSMTPD's without a disk; and refusals of the session itself. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    MAIL, 450 4.7.1 Error: too much mail from 127.0.0.1
                    MAIL, 421 4.3.2 Service shutting down
                    MAIL, 452 4.3.1 Insufficient system storage
                    MAIL, 530 5.7.0 Must issue a STARTTLS command first
                    MAIL, drop
                    EHLO, 550 5.7.1 go away
                    '', 554 5.7.1 No SMTP service here
                    '', 421 4.7.0 too many connections
                    """)
    void a_server_that_takes_no_mail_at_all_costs_no_mail_a_try(String command, String answer) {
        boolean greeting = command.isEmpty();
        server.follow((conversation, line) -> (greeting ? line.isEmpty() : line.startsWith(command))
                        || (command.equals("EHLO") && line.startsWith("HELO"))
                ? answer
                : null);
        enqueue("a@example.com");
        enqueue("b@example.com");

        for (int i = 0; i < 5; i++) {
            assertThat(go()).isInstanceOf(Stopped.class);
        }

        assertThat(attempts()).containsExactly(0, 0);
        assertThat(outbox.depth()).isEqualTo(new Depth(2, 0));
    }

    /** Postgrey 1.37 behind Postfix 3.7.11. */
    @Test
    void mailboxes_that_are_put_off_stop_nothing() {
        for (int i = 0; i < 9; i++) {
            String to = "new" + i + "@example.com";
            server.refuse(to, "450 4.2.0 <" + to + ">: Recipient address rejected: Greylisted");
            enqueue(to);
        }
        enqueue("known@example.com");

        assertThat(go()).isEqualTo(new Worked(true));

        assertThat(server.recipients()).containsExactly("known@example.com");
        assertThat(outbox.depth()).isEqualTo(new Depth(9, 0));
    }

    @Test
    void a_mail_that_goes_between_says_that_the_server_works() {
        for (int i = 0; i < 8; i++) {
            if (i % 3 != 2) {
                server.refuse(i + "@example.com", "451 4.7.1 Greylisting in action, please come back later");
            }
            enqueue(i + "@example.com");
        }

        assertThat(go()).isEqualTo(new Worked(true));
        assertThat(server.recipients()).containsExactly("2@example.com", "5@example.com");
    }

    @Test
    void what_follows_a_mail_that_was_put_off_to_the_same_customer_waits_behind_it() {
        server.refuse("a@example.com", "451 4.7.1 later");
        long customer = MailDatabase.customer(sql, "a@example.com");
        enqueue("a@example.com", customer);
        enqueue("a@example.com", customer);

        go();

        assertThat(server.commands("RCPT")).isEqualTo(1);
        assertThat(attempts()).containsExactly(1, 0);
        assertThat(outbox.claim(10, Wanted.ALL)).isEmpty();
    }
}
