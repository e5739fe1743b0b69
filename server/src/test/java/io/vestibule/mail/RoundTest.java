package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.mail.OutboxStore.Depth;
import io.vestibule.mail.Round.Idle;
import io.vestibule.mail.Round.Stopped;
import io.vestibule.mail.Round.Worked;
import io.vestibule.mail.Transport.Away;
import io.vestibule.mail.Transport.Sent;
import io.vestibule.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(MailDatabase.class)
class RoundTest {
    private final Sql sql;
    private final OutboxStore outbox;
    private final ScriptedSmtp server = new ScriptedSmtp();

    RoundTest(Sql sql) {
        this.sql = sql;
        this.outbox = new OutboxStore(sql, Samples.LETTERS);
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    private Round round(Transport transport) {
        return new Round(outbox, Samples.LETTERS, Samples.renderer(), transport, Pace.USUAL, () -> false);
    }

    private Round round() {
        return round(server.transport());
    }

    private void enqueue(String to) {
        sql.useTransaction(transaction -> outbox.enqueue(
                transaction, new Letter(MailPurpose.SIGN_IN, MailDatabase.PORTAL, MailDatabase.ZOE, to, Samples.LINK)));
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

        assertThat(round().go()).isEqualTo(new Worked());

        assertThat(server.recipients()).containsExactly("a@example.com", "b@example.com");
        assertThat(outbox.depth()).isEqualTo(new Depth(0, 0));
        assertThat(sql.<Integer>withHandle(
                        handle -> handle.statement("select count(*) from outbox where sealed is not null")
                                .mapTo(Integer.class)
                                .one()))
                .isZero();
        assertThat(round().go()).isEqualTo(new Idle());
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

        round().go();
        assertThat(server.recipients()).containsExactly("good@example.com");
        assertThat(outbox.depth()).isEqualTo(new Depth(5, 0));
        makeDue();
        round().go();
        makeDue();
        round().go();

        assertThat(outbox.depth()).isEqualTo(new Depth(0, 5));
        assertThat(faults())
                .containsExactly(
                        "It can't be opened or rendered: UnreadableException",
                        "The purpose is unknown",
                        "It can't be opened or rendered: IllegalArgumentException",
                        "It makes no message: UnmailableException",
                        "SMTP 550 5.1.1",
                        null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"450 4.2.0 greylisted", "530 5.7.0 sign in first", "drop"})
    void mailThatTheServerPutsOffIsNeverSetAside(String answer) {
        server.refuse("slow@example.com", answer);
        enqueue("slow@example.com");

        for (int i = 0; i < 12; i++) {
            assertThat(round().go()).isEqualTo(new Worked());
            makeDue();
        }
        assertThat(outbox.depth()).isEqualTo(new Depth(1, 0));

        server.refuse("slow@example.com", "250 now");
        round().go();
        assertThat(server.recipients()).containsExactly("slow@example.com");
    }

    @Test
    void aServerThatIsAwayCostsNoMailATry() throws Exception {
        enqueue("a@example.com");
        enqueue("b@example.com");
        server.close();

        for (int i = 0; i < 5; i++) {
            assertThat(round().go()).isInstanceOf(Stopped.class);
        }

        assertThat(attempts()).containsExactly(0, 0);
        assertThat(outbox.depth()).isEqualTo(new Depth(2, 0));
    }

    @Test
    void afterAFailureToConnectTheRestOfTheBatchIsNotTried() {
        List<String> tried = new ArrayList<>();
        enqueue("a@example.com");
        enqueue("b@example.com");

        round(mail -> {
                    tried.add(mail.to());
                    return new Away("down");
                })
                .go();

        assertThat(tried).containsExactly("a@example.com");
    }

    @Test
    void threeDeferralsInARowStopTheBatch() {
        for (String name : List.of("a", "b", "c", "d")) {
            server.refuse(name + "@example.com", "451 4.3.0 later");
            enqueue(name + "@example.com");
        }

        assertThat(round().go()).isInstanceOf(Stopped.class);

        assertThat(attempts()).containsExactly(1, 1, 1, 0);
    }

    @Test
    void aMailThatAlwaysBreaksTheConnectionHoldsUpNoOther() {
        server.refuse("breaker@example.com", "drop");
        enqueue("breaker@example.com");
        enqueue("good@example.com");

        assertThat(round().go()).isEqualTo(new Worked());

        assertThat(server.recipients()).containsExactly("good@example.com");
        assertThat(outbox.depth()).isEqualTo(new Depth(1, 0));
    }

    @Test
    void aTransportThatThrowsIsOneMailsFault() {
        enqueue("a@example.com");
        enqueue("b@example.com");
        List<String> sent = new ArrayList<>();

        round(mail -> {
                    if (mail.to().startsWith("a")) {
                        throw new IllegalStateException(Samples.LINK);
                    }
                    sent.add(mail.to());
                    return new Sent();
                })
                .go();

        assertThat(sent).containsExactly("b@example.com");
        assertThat(faults().getFirst()).endsWith("IllegalStateException");
    }

    @Test
    void onceClosedNothingNewIsBegun() {
        enqueue("a@example.com");
        var closed = new Round(outbox, Samples.LETTERS, Samples.renderer(), server.transport(), Pace.USUAL, () -> true);

        closed.go();

        assertThat(server.recipients()).isEmpty();
        assertThat(attempts()).containsExactly(0);
    }

    @Test
    void pausesDoubleUpToFiveMinutes() {
        assertThat(List.of(1, 2, 3, 6, 7, 1000).stream()
                        .map(failures -> Pace.USUAL.after(failures).toSeconds()))
                .containsExactly(5L, 10L, 20L, 160L, 300L, 300L);
    }
}
