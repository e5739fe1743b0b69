package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.PER_SECOND;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How fast mail that waits goes out: of the server as it is, and of the variants, each a new process, to the same sinks. */
final class MailPart {
    private static final int FEW = 30;
    private static final int MANY = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<Duration> DELAYS = List.of(Duration.ZERO, Duration.ofMillis(5), Duration.ofMillis(20));

    private MailPart() {}

    static void measure(Run run) throws IOException {
        int mails = run.plan.rounds() == 0 ? FEW : MANY;
        String database = run.stand().population().database();
        List<Variant> variants = new ArrayList<>(run.plan.variants());
        variants.addFirst(Variant.USUAL);
        run.page.section("Mail");
        run.page.paragraph(
                "%d waiting mails, a customer each, from the first connection to the last mail; each process is new. The sink takes every mail and waits before each answer."
                        .formatted(mails));
        run.stand().close(); // or it would send them into its developer's inbox
        for (Duration delay : DELAYS) {
            List<Subject> subjects = new ArrayList<>();
            for (Variant variant : variants) {
                String name = variant.name() + ", answers after " + delay.toMillis() + " ms";
                subjects.add(Subject.of(name, time -> send(run, database, variant, delay, mails)));
            }
            report(run, run.rounds().of(subjects));
        }
    }

    private static void report(Run run, List<Series> measured) {
        Series own = measured.getFirst();
        List<List<String>> rows = new ArrayList<>();
        for (Series series : measured) {
            List<String> row = new ArrayList<>(Page.row(series, PER_SECOND));
            row.add(own.per(series, PER_SECOND).spread(PER_SECOND));
            rows.add(row);
        }
        run.page.table(List.of("", "mails a second", "as it is, of this"), rows);
    }

    private static Sample send(Run run, String database, Variant variant, Duration delay, int mails)
            throws IOException {
        run.postgres.run(
                database,
                "delete from outbox",
                "insert into outbox (portal_id, customer_id, purpose) select 1, 1000 + n, 'password-changed'"
                        + " from generate_series(1, " + mails + ") n");
        try (SmtpSink sink = new SmtpSink(delay, mails);
                VestibuleServer _ = VestibuleServer.launch(
                        run.postgres, database, run.work, variant.setting("VESTIBULE_SMTP_URL", sink.url()))) {
            Duration time = sink.await(PATIENCE);
            return Sample.of(PER_SECOND, mails / (time.toNanos() / 1e9));
        }
    }
}
