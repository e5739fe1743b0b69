package io.vestibule.transfer.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.json.Json;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.Reasons;
import io.vestibule.transfer.Recognition;
import io.vestibule.transfer.Unmapped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads imports, with their files and what was done. */
public final class ImportJobStore {
    private final Sql sql;

    public ImportJobStore(Sql sql) {
        this.sql = sql;
    }

    /** The imports of a portal before an id, the latest first. */
    List<ImportJob> list(long portalId, long before, int limit) {
        return sql.withHandle(h -> jobs(
                h,
                h.statement("""
                                select * from import_job
                                where portal_id = :portal and id < :before and state <> 'uploading' and deleted_at is null
                                order by id desc limit :limit
                                """).bind("portal", portalId).bind("before", before).bind("limit", limit)));
    }

    /** The import with this id. */
    Optional<ImportJob> byId(long id) {
        return sql.withHandle(h -> jobs(
                        h,
                        h.statement(
                                        "select * from import_job where id = :id and state <> 'uploading' and deleted_at is null")
                                .bind("id", id))
                .stream()
                .findFirst());
    }

    private static List<ImportJob> jobs(Handle h, Statement rows) {
        List<ImportJob> jobs = new ArrayList<>();
        for (ImportJob bare : rows.map(rs -> job(rs)).list()) {
            List<Pass> passes = passes(h, bare.id());
            jobs.add(new ImportJob(
                    bare.id(),
                    bare.portalId(),
                    bare.state(),
                    bare.options(),
                    bare.recognised(),
                    bare.notice(),
                    files(h, bare.id()),
                    bare.version(),
                    bare.createdAt(),
                    bare.createdBy(),
                    bare.changedAt(),
                    bare.expiresAt(),
                    pass(passes, true),
                    pass(passes, false)));
        }
        return jobs;
    }

    private static ImportJob job(ResultSet rs) throws SQLException {
        return new ImportJob(
                rs.getLong("id"),
                rs.getLong("portal_id"),
                ImportState.of(rs.getString("state")),
                ImportOptions.of((Json.Object) json(rs, "options")),
                recognition((Json.Object) json(rs, "recognised")),
                rs.getString("notice"),
                List.of(),
                rs.getInt("version"),
                Instants.of(rs, "created_at"),
                rs.getString("created_by"),
                Instants.of(rs, "changed_at"),
                Instants.of(rs, "expires_at"),
                null,
                null);
    }

    private static Recognition recognition(Json.Object kept) {
        List<String> columns = new ArrayList<>();
        if (kept.get("columns") instanceof Json.Array(List<Json> each)) {
            each.forEach(one -> columns.add(one instanceof Json.Text(String text) ? text : ""));
        }
        return new Recognition(
                kept.text("format").flatMap(FileFormat::ofWord).orElse(null),
                columns,
                kept.text("sentence").orElse(null));
    }

    /** The files that are here, in the order in which they came. */
    static List<ImportJob.File> files(Handle h, long job) {
        return h.statement("select id, name, bytes from import_file where job_id = :job and complete order by id")
                .bind("job", job)
                .map(rs -> new ImportJob.File(rs.getLong("id"), rs.getString("name"), rs.getLong("bytes")))
                .list();
    }

    private record Pass(boolean dry, ImportPass pass) {}

    private static @Nullable ImportPass pass(List<Pass> passes, boolean dry) {
        return passes.stream()
                .filter(one -> one.dry() == dry)
                .map(Pass::pass)
                .findFirst()
                .orElse(null);
    }

    private static List<Pass> passes(Handle h, long job) {
        return h.statement("select * from import_pass where job_id = :job")
                .bind("job", job)
                .map(rs -> new Pass(rs.getBoolean("dry"), pass(rs)))
                .list();
    }

    static ImportPass pass(ResultSet rs) throws SQLException {
        Instant finished = Instants.orNull(rs, "finished_at");
        return new ImportPass(
                rs.getLong("bytes"),
                rs.getLong("imported"),
                rs.getLong("unchanged"),
                rs.getLong("refused"),
                rs.getLong("left_out"),
                rs.getLong("partial"),
                rs.getLong("renumbered"),
                rs.getLong("error_bytes"),
                Reasons.of(json(rs, "reasons")),
                Unmapped.of(json(rs, "unmapped")),
                Instants.of(rs, "started_at"),
                finished);
    }

    static Json json(ResultSet rs, String column) throws SQLException {
        return Json.parse(rs.getString(column).getBytes(UTF_8));
    }
}
