package io.vestibule.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Brings a stand to where a server in service is: what requests read has been read, and the pages that they change most have been changed
 * since the last checkpoint. A database that was just filled has neither behind it, the less so the larger it is, and a measurement of
 * seconds would show little else.
 */
final class WarmUp {
    /**
     * What requests read or write. What is asked most comes last: where memory is too small for all, the first gives way. A build that is
     * compared with may not have each, or have a view of that name.
     */
    private static final List<String> TABLES =
            List.of("customer", "session", "customer_session", "token_grant", "login");

    private WarmUp() {}

    /** Reads the tables and their indexes into memory; then, for so long each, renews sessions and looks customers up. */
    static void run(Run run, Stand stand, Duration time) throws IOException {
        String database = stand.population().database();
        run.postgres.run(database, "create extension pg_prewarm");
        for (String table : TABLES) {
            run.postgres.run(database, """
                    select pg_prewarm(relation)
                    from (select oid from pg_class where oid = to_regclass('%s') and relkind = 'r') as known,
                         lateral (select oid union all select indexrelid from pg_index where indrelid = oid) as part(relation)
                    """.formatted(table));
        }
        if (time.isZero()) {
            return;
        }
        for (Call call : List.of(stand.calls().refresh(), stand.calls().lookUp())) {
            String name = "warm-up, " + call.name();
            Subject subject = call.subject(name, stand.server(), run.postgres, run.plan.most());
            Run.tell(0, name + ", " + database, subject.measure(time));
        }
    }
}
