package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.branding.Branding;
import io.vestibule.mail.OutboxStore.Depth;
import io.vestibule.mail.OutboxStore.Wanted;
import io.vestibule.mail.WaitingMail.Addressee;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(MailDatabase.class)
class OutboxStoreTest {
    private final Sql sql;
    private final OutboxStore outbox;
    private final OutboxAdministrationStore administration;

    OutboxStoreTest(Sql sql) {
        this.sql = sql;
        this.outbox = new OutboxStore(sql, Samples.LETTERS);
        this.administration = new OutboxAdministrationStore(sql);
    }

    private void enqueue(Letter letter) {
        sql.useTransaction(transaction -> outbox.enqueue(transaction, letter));
    }

    private void enqueueTo(long customer) {
        enqueue(new Letter(MailPurpose.PASSWORD_CHANGED, MailDatabase.PORTAL, customer, null, null));
    }

    private List<Long> claimed(int most) {
        return outbox.claim(most, Wanted.ALL).stream().map(WaitingMail::id).toList();
    }

    private void makeDue() {
        sql.useHandle(handle -> handle.execute("update outbox set due_at = now()"));
    }

    @Test
    void aClaimBringsAllThatIsNeededToRenderTheMail() {
        enqueue(new Letter(MailPurpose.SIGN_IN, MailDatabase.PORTAL, MailDatabase.ZOE, null, Samples.LINK));

        WaitingMail mail = outbox.claim(10, Wanted.ALL).getFirst();

        assertThat(mail.attempts()).isEqualTo(1);
        assertThat(mail.purpose()).isEqualTo("sign-in");
        assertThat(mail.addressee()).isEqualTo(new Addressee("zoe@example.com", "fr", "Zoë"));
        assertThat(mail.letterhead())
                .isEqualTo(new Letterhead(
                        "Häuser & Söhne", "de", "Homes <homes@portal.example>", Branding.NONE, null, Map.of()));
        assertThat(Samples.LETTERS
                        .open(MailPurpose.SIGN_IN, 1, 7, mail.seal().bytes())
                        .link())
                .isEqualTo(Samples.LINK);
    }

    @Test
    void aLetterOfATransactionThatFailsIsNeverSeen() {
        sql.useHandle(handle -> {
            handle.execute("begin");
            outbox.enqueue(handle, Samples.letter(MailPurpose.PASSWORD_CHANGED));
            handle.execute("rollback");
        });

        assertThat(outbox.claim(10, Wanted.ALL)).isEmpty();
    }

    @Test
    void noColumnHoldsALinkOrAnAddressOfTheLetterInClear() {
        enqueue(new Letter(MailPurpose.SIGN_IN, 1, 7, "other@example.net", Samples.LINK));

        String row = sql.withHandle(
                handle -> handle.statement("select o::text || coalesce(encode(sealed, 'escape'), '') from outbox o")
                        .mapTo(String.class)
                        .one());
        assertThat(row).doesNotContain("canary", "portal.example.com", "other@");
    }

    @Test
    void whatIsClaimedIsNobodyElsesUntilTheLeaseEnds() {
        enqueue(Samples.letter(MailPurpose.PASSWORD_CHANGED));

        assertThat(outbox.claim(10, Wanted.ALL)).hasSize(1);
        assertThat(outbox.claim(10, Wanted.ALL)).isEmpty();

        sql.useHandle(handle -> handle.execute("update outbox set due_at = due_at - interval '2 minutes'"));
        assertThat(outbox.claim(10, Wanted.ALL)).hasSize(1);
    }

    @Test
    void nodesThatClaimAtOnceGetDifferentMail() throws Exception {
        for (int i = 0; i < 90; i++) {
            enqueueTo(MailDatabase.customer(sql, i + "@example.com"));
        }

        List<Long> claimed = new ArrayList<>();
        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<WaitingMail>> node = () -> outbox.claim(4, Wanted.ALL);
            for (Future<List<WaitingMail>> claim :
                    nodes.invokeAll(IntStream.range(0, 16).mapToObj(i -> node).toList())) {
                claim.get().forEach(mail -> claimed.add(mail.id()));
            }
        }
        assertThat(claimed).doesNotHaveDuplicates().hasSize(64);
    }

    @Test
    void while_a_customers_mail_is_under_way_nobody_gets_the_next_one() throws Exception {
        long zoe = MailDatabase.customer(sql, "z@example.com");
        for (int i = 0; i < 12; i++) {
            enqueueTo(zoe);
        }

        List<Long> first = claimed(5);
        assertThat(first).hasSize(5).isSorted();
        assertThat(claimed(5)).isEmpty();
        first.subList(0, 4).forEach(outbox::sent);
        assertThat(claimed(5)).isEmpty();
        outbox.sent(first.getLast());
        assertThat(claimed(5)).hasSize(5).allMatch(id -> id > first.getLast());
    }

    @Test
    void of_many_that_claim_at_once_no_two_get_mail_of_one_customer() throws Exception {
        List<Long> customers = IntStream.range(0, 8)
                .mapToObj(i -> MailDatabase.customer(sql, i + "@example.com"))
                .toList();
        for (int i = 0; i < 10; i++) {
            customers.forEach(this::enqueueTo);
        }

        List<Long> seen = new ArrayList<>();
        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Long>> node = () -> outbox.claim(10, Wanted.ALL).stream()
                    .map(WaitingMail::customerId)
                    .distinct()
                    .toList();
            for (Future<List<Long>> claim :
                    nodes.invokeAll(IntStream.range(0, 16).mapToObj(i -> node).toList())) {
                seen.addAll(claim.get());
            }
        }
        assertThat(seen).doesNotHaveDuplicates().isNotEmpty();
    }

    @Test
    void a_mail_put_off_three_times_holds_up_no_other() {
        enqueueTo(MailDatabase.ZOE);
        enqueueTo(MailDatabase.ZOE);
        long first = outbox.claim(1, Wanted.ALL).getFirst().id();

        for (int i = 0; i < 3; i++) {
            outbox.postpone(first, Duration.ofHours(1), "SMTP 451");
            assertThat(claimed(10)).isEmpty();
            sql.useHandle(handle -> handle.execute("update outbox set due_at = now() where id = ?", first));
            assertThat(claimed(1)).containsExactly(first);
        }
        outbox.postpone(first, Duration.ofHours(1), "SMTP 451");

        assertThat(claimed(10)).hasSize(1);
    }

    @Test
    void while_tried_mail_waits_what_is_new_can_be_claimed() {
        long other = MailDatabase.customer(sql, "o@example.com");
        enqueueTo(MailDatabase.ZOE);
        long tried = outbox.claim(1, Wanted.ALL).getFirst().id();
        outbox.postpone(tried, Duration.ofMillis(1), "SMTP 451");
        makeDue();
        enqueueTo(MailDatabase.ZOE);
        enqueueTo(other);

        assertThat(outbox.claim(10, new Wanted(true, List.of())).stream().map(WaitingMail::customerId))
                .containsExactly(other);
    }

    @Test
    void what_was_set_aside_is_listed_and_sent_again() {
        enqueue(Samples.letter(MailPurpose.SIGN_IN));
        long id = outbox.claim(1, Wanted.ALL).getFirst().id();
        outbox.setAside(id, "SMTP 550 to RCPT");

        assertThat(administration.setAside()).singleElement().satisfies(mail -> {
            assertThat(mail.id()).isEqualTo(id);
            assertThat(mail.fault()).isEqualTo("SMTP 550 to RCPT");
        });
        assertThat(administration.resend(List.of(id, id + 1), AuditContext.COMMAND))
                .containsExactly(id + 1);
        assertThat(administration.setAside()).as("all or none").hasSize(1);
        assertThat(administration.resend(List.of(id), AuditContext.COMMAND)).isEmpty();
        assertThat(administration.setAside()).isEmpty();
        assertThat(outbox.claim(1, Wanted.ALL).getFirst().attempts()).isEqualTo(1);
    }

    @Test
    void whatIsSentIsWipedAndNeverClaimedAgain() {
        enqueue(Samples.letter(MailPurpose.SIGN_IN));
        long id = outbox.claim(1, Wanted.ALL).getFirst().id();

        outbox.sent(id);
        makeDue();

        assertThat(outbox.claim(10, Wanted.ALL)).isEmpty();
        assertThat(column("sealed is null and sent_at is not null")).isEqualTo("t");
    }

    @Test
    void postponedMailIsDueAfterTheDelayAndItsTryCounts() {
        enqueue(Samples.letter(MailPurpose.SIGN_IN));
        long id = outbox.claim(1, Wanted.ALL).getFirst().id();

        outbox.postpone(id, Duration.ofMillis(90_500), "SMTP 450");

        assertThat(outbox.claim(1, Wanted.ALL)).isEmpty();
        assertThat(column("round(extract(epoch from due_at - now()))")).isIn("90", "91");
        assertThat(column("fault")).isEqualTo("SMTP 450");
        makeDue();
        assertThat(outbox.claim(1, Wanted.ALL).getFirst().attempts()).isEqualTo(2);
    }

    @Test
    void mailThatIsGivenBackIsDueAtOnceAndItsTryDoesNotCount() {
        enqueue(Samples.letter(MailPurpose.SIGN_IN));

        outbox.giveBack(List.of(outbox.claim(1, Wanted.ALL).getFirst().id()));

        assertThat(outbox.claim(1, Wanted.ALL).getFirst().attempts()).isEqualTo(1);
    }

    @Test
    void whatIsSentBySomebodyElseMeanwhileStaysSent() {
        enqueue(Samples.letter(MailPurpose.SIGN_IN));
        long id = outbox.claim(1, Wanted.ALL).getFirst().id();
        outbox.sent(id);

        outbox.postpone(id, Duration.ofSeconds(5), "late");
        outbox.setAside(id, "late");

        assertThat(column("sent_at is not null and set_aside_at is null and fault is null"))
                .isEqualTo("t");
    }

    @Test
    void theDepthTellsWhatWaitsAndWhatWasGivenUp() {
        for (int i = 0; i < 4; i++) {
            enqueue(Samples.letter(MailPurpose.SIGN_IN));
        }
        List<WaitingMail> mails = outbox.claim(2, Wanted.ALL);
        outbox.sent(mails.get(0).id());
        outbox.setAside(mails.get(1).id(), "SMTP 550");

        assertThat(outbox.depth()).isEqualTo(new Depth(2, 1));
    }

    private String column(String expression) {
        return sql.withHandle(handle -> handle.statement("select (" + expression + ")::text from outbox")
                .mapTo(String.class)
                .one()
                .replace("true", "t"));
    }
}
