package io.vestibule.transfer.job;

import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.sql.Sql;
import io.vestibule.transfer.Recognition;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files of imports on their way in: a row while they come, and an import once they are here. */
public final class ImportUploadStore {
    private final Sql sql;
    private final Duration kept;

    /** @param kept how long an import is there after the last change */
    public ImportUploadStore(Sql sql, Duration kept) {
        this.sql = sql;
        this.kept = kept;
    }

    /** A file that is on its way. */
    record Opened(long job, long file) {}

    /** Begins an import by its first file; empty where there is no such portal. */
    Optional<Opened> open(long portalId, String name, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with opened as (
                            insert into import_job (portal_id, state, options, recognised, created_by, expires_at)
                            select id, 'uploading', '{}', '{}', :by, now() + interval '2 days' from portal where id = :portal
                            returning id
                        )
                        insert into import_file (job_id, name) select id, :name from opened returning job_id, id
                        """)
                .bind(
                        "by",
                        context.by() == null
                                ? context.actor().label()
                                : context.by().name())
                .bind("portal", portalId)
                .bind("name", name)
                .map(rs -> new Opened(rs.getLong("job_id"), rs.getLong("id")))
                .findOne());
    }

    /** Begins another file of an import that isn't begun; empty where it can have none now. */
    Optional<Opened> openAnother(long job, String name) {
        return sql.withHandle(h -> h.statement("""
                        insert into import_file (job_id, name)
                        select id, :name from import_job
                        where id = :job and state in ('ready', 'checked', 'failed', 'cancelled') and deleted_at is null
                        returning job_id, id
                        """)
                .bind("job", job)
                .bind("name", name)
                .map(rs -> new Opened(rs.getLong("job_id"), rs.getLong("id")))
                .findOne());
    }

    /** What became of a file that is here. */
    enum Upload {
        TAKEN,
        /** The import has one of its name. */
        NAME_TAKEN,
        /** The import was begun or removed meanwhile. */
        NOT_NOW
    }

    /** What the first file of an import says of it. */
    record First(ImportOptions options, Recognition recognised) {}

    /** A file is here; null: it isn't the first. */
    Upload uploaded(Opened opened, @Nullable First first, AuditContext context) {
        return sql.inTransaction(h -> {
            // Whoever waits here for another upload sees its file below, as each statement has a snapshot of its own
            boolean closed = h.statement("""
                            select 1 from import_job
                            where id = :job and state in ('uploading', 'ready', 'checked', 'failed', 'cancelled')
                              and deleted_at is null
                            for update
                            """)
                    .bind("job", opened.job())
                    .map(rs -> true)
                    .findOne()
                    .isEmpty();
            return closed
                    ? Upload.NOT_NOW
                    : h.statement("""
                            with here as (
                                update import_file f set complete = true
                                where f.id = :file
                                  and not exists (
                                      select from import_file other
                                      where other.job_id = f.job_id and other.complete and other.name = f.name)
                                returning f.job_id, f.name, f.bytes
                            ), unchecked as (delete from import_pass where job_id in (select job_id from here) and dry),
                            ready as (
                                update import_job j
                                set state = 'ready', options = coalesce(cast(:options as jsonb), j.options),
                                    recognised = coalesce(cast(:recognised as jsonb), j.recognised), notice = null,
                                    version = j.version + 1, changed_at = now(), expires_at = now() + cast(:kept as interval)
                                from here where j.id = here.job_id
                                returning j.id, j.portal_id, here.name, here.bytes
                            )
                            select audit('import_uploaded', cast(:context as jsonb) || jsonb_build_object('portal', portal_id),
                                         null, jsonb_build_object('import', id, 'file', name, 'bytes', bytes))
                            from ready
                            """)
                            .bind(
                                    "options",
                                    first == null
                                            ? null
                                            : first.options().json().toString())
                            .bind(
                                    "recognised",
                                    first == null
                                            ? null
                                            : json(first.recognised()).toString())
                            .bind("kept", kept.toString())
                            .bind("file", opened.file())
                            .bind("context", context.json())
                            .map(rs -> Upload.TAKEN)
                            .findOne()
                            .orElse(Upload.NAME_TAKEN);
        });
    }

    private static Json json(Recognition recognised) {
        return Json.object()
                .put(
                        "format",
                        recognised.format() == null ? null : recognised.format().word())
                .put(
                        "columns",
                        new Json.Array(recognised.columns().stream()
                                .<Json>map(Json::of)
                                .toList()))
                .put("sentence", recognised.sentence())
                .build();
    }

    /** A file didn't come whole: what came of it is removed, and the import with it if it is the first. */
    void discard(Opened opened) {
        sql.useHandle(h -> h.statement("""
                        with gone as (
                            update import_job set deleted_at = now() where id = :job and state = 'uploading'
                        )
                        update import_file set touched_at = '-infinity' where id = :file and not complete
                        """)
                .bind("job", opened.job())
                .bind("file", opened.file())
                .execute());
    }
}
