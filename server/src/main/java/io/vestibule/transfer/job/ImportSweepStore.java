package io.vestibule.transfer.job;

import io.vestibule.sql.Sql;
import java.util.List;

/** Removes what nobody needs any longer of imports, some megabytes at a time. Any number of nodes may do so at once. */
public final class ImportSweepStore {
    private static final int AT_ONCE = 100;

    private static final String SWEPT =
            "j.deleted_at is not null or j.expires_at < now() and j.state not in ('checking', 'running')";

    private static final List<String> SWEEP = List.of(
            // A file that didn't come whole, or whose customers are all here
            """
            delete from import_piece where (file_id, at) in (
                select p.file_id, p.at
                from import_job j join import_file f on f.job_id = j.id join import_piece p on p.file_id = f.id
                where j.state = 'done' or not f.complete and f.touched_at < now() - interval '1 hour' or %s
                limit :most for update of p skip locked)
            """, """
            delete from import_error where (job_id, dry, at) in (
                select e.job_id, e.dry, e.at from import_job j join import_error e on e.job_id = j.id where %s
                limit :most for update of e skip locked)
            """, """
            delete from import_file where id in (
                select f.id from import_file f
                where not f.complete and f.touched_at < now() - interval '1 hour'
                  and not exists (select from import_piece p where p.file_id = f.id)
                limit :most for update skip locked)
            """, """
            delete from import_job where id in (
                select j.id from import_job j
                where (%s)
                  and not exists (select from import_file f join import_piece p on p.file_id = f.id where f.job_id = j.id)
                  and not exists (select from import_error e where e.job_id = j.id)
                limit :most for update skip locked)
            """);

    private final Sql sql;

    public ImportSweepStore(Sql sql) {
        this.sql = sql;
    }

    /** Removes some of what nobody needs any longer; false if there was nothing. */
    boolean sweep() {
        return sql.withHandle(h -> SWEEP.stream()
                        .mapToInt(statement -> h.statement(statement.replace("%s", SWEPT))
                                .bind("most", AT_ONCE)
                                .execute())
                        .sum()
                > 0);
    }
}
