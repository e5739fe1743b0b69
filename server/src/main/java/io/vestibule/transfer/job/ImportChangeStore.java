package io.vestibule.transfer.job;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What those who order imports do to them. Each verb is one statement, or transaction: the state that allows it is looked at by what changes it. */
public final class ImportChangeStore {
    private final Sql sql;
    private final Duration kept;

    /** @param kept how long an import is there after the last change */
    public ImportChangeStore(Sql sql, Duration kept) {
        this.sql = sql;
        this.kept = kept;
    }

    /**
     * A change that somebody asks for.
     *
     * @param version that they saw; null: whatever it is
     */
    record Asked(long id, @Nullable Integer version, AuditContext context) {}

    private static final String CAN_BEGIN = "state in ('ready', 'checked', 'failed', 'cancelled')";

    /** Says how its files are read. What a dry run told before is nothing any longer. */
    boolean setOptions(Asked asked, ImportOptions options) {
        return changed(
                asked,
                new Verb(
                        "import_changed",
                        CAN_BEGIN,
                        "options = cast(:options as jsonb), state = 'ready', notice = null",
                        ", unchecked as (delete from import_pass where job_id in (select id from changed) and dry)",
                        "{}"),
                statement -> statement.bind("options", options.json().toString()));
    }

    /** Has it done by whichever node comes first. */
    boolean begin(Asked asked, boolean dry) {
        return changed(
                asked,
                new Verb(
                        "import_started",
                        CAN_BEGIN,
                        "state = :state, notice = null, started_by = cast(:context as jsonb), owner = null,"
                                + " leased_until = null, attempts = 0",
                        "",
                        "{\"dry\":" + dry + "}"),
                statement -> statement.bind("state", (dry ? ImportState.CHECKING : ImportState.RUNNING).label()));
    }

    /** Stops it behind the last batch that was committed: the node that is at it can commit no other. */
    boolean cancel(Asked asked) {
        return changed(
                asked,
                new Verb(
                        "import_cancelled",
                        "state in ('ready', 'checking', 'checked', 'running')",
                        "state = 'cancelled', owner = null, leased_until = null",
                        "",
                        "{}"),
                UnaryOperator.identity());
    }

    /** Removes it: from now on nobody sees it, and its files go soon. */
    boolean delete(Asked asked) {
        return changed(
                asked,
                new Verb("import_deleted", "state not in ('checking', 'running')", "deleted_at = now()", "", "{}"),
                UnaryOperator.identity());
    }

    /**
     * What can be done to an import.
     *
     * @param allowed in which state
     * @param change  of its row
     * @param more    what else the statement does
     * @param detail  of the event, beside which import it is
     */
    private record Verb(String event, String allowed, String change, String more, String detail) {}

    private boolean changed(Asked asked, Verb verb, UnaryOperator<Statement> values) {
        return sql.withHandle(h -> values.apply(h.statement("""
                        with changed as (
                            update import_job
                            set version = version + 1, changed_at = now(), expires_at = now() + cast(:kept as interval), %s
                            where id = :id and %s and deleted_at is null
                              and (cast(:version as bigint) is null or version = :version)
                            returning *
                        )
                        %s
                        select audit(:event, cast(:context as jsonb) || jsonb_build_object('portal', portal_id), null,
                                     jsonb_build_object('import', id) || cast(:detail as jsonb))
                        from changed
                        """.formatted(verb.change(), verb.allowed(), verb.more())))
                .bind("id", asked.id())
                .bind("kept", kept.toString())
                .bind("version", asked.version() == null ? null : Long.valueOf(asked.version()))
                .bind("event", verb.event())
                .bind("context", asked.context().json())
                .bind("detail", verb.detail())
                .map(rs -> true)
                .findOne()
                .isPresent());
    }
}
