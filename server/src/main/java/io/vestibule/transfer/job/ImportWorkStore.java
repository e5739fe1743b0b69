package io.vestibule.transfer.job;

import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import io.vestibule.transfer.Journal;
import io.vestibule.transfer.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What nodes do to imports. A node has an import for as long as its lease; each batch renews it in its own transaction, and is lost where
 * another node has the import, or somebody stopped it.
 */
public final class ImportWorkStore {
    static final Duration LEASE = Duration.ofSeconds(30);

    private final Sql sql;

    public ImportWorkStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * An import that a node has.
     *
     * @param attempts how often a node has had it since it last got on, and didn't leave it
     * @param context  who started it
     * @param before   what was done of it before; nothing of a dry run, which begins anew
     */
    record Work(
            long job,
            long portalId,
            boolean dry,
            ImportOptions options,
            int attempts,
            AuditContext context,
            List<ImportJob.File> files,
            ImportPass before) {
        ImportState state() {
            return dry ? ImportState.CHECKING : ImportState.RUNNING;
        }
    }

    private record Claimed(
            long job, long portalId, boolean dry, ImportOptions options, int attempts, AuditContext context) {}

    /** Takes the import that waits longest, if one is due and no node has it. */
    Optional<Work> claim(UUID node) {
        return sql.inTransaction(h -> h.statement("""
                        with due as (
                            select id from import_job
                            where state in ('checking', 'running') and deleted_at is null
                              and (leased_until is null or leased_until < now())
                            order by changed_at limit 1 for update skip locked
                        )
                        update import_job j
                        set owner = :node, leased_until = now() + make_interval(secs => :lease), attempts = j.attempts + 1
                        from due where j.id = due.id
                        returning j.*
                        """)
                .bind("node", node)
                .bind("lease", LEASE.toSeconds())
                .map(rs -> new Claimed(
                        rs.getLong("id"),
                        rs.getLong("portal_id"),
                        ImportState.of(rs.getString("state")) == ImportState.CHECKING,
                        ImportOptions.of((Json.Object) ImportJobStore.json(rs, "options")),
                        rs.getInt("attempts"),
                        AuditContext.of((Json.Object) ImportJobStore.json(rs, "started_by"))))
                .findOne()
                .map(claimed -> begun(h, claimed)));
    }

    private static Work begun(Handle h, Claimed claimed) {
        if (claimed.dry()) {
            h.statement("delete from import_pass where job_id = :job and dry")
                    .bind("job", claimed.job())
                    .execute();
        }
        h.statement("insert into import_pass (job_id, dry) values (:job, :dry) on conflict do nothing")
                .bind("job", claimed.job())
                .bind("dry", claimed.dry())
                .execute();
        ImportPass before = h.statement("select * from import_pass where job_id = :job and dry = :dry")
                .bind("job", claimed.job())
                .bind("dry", claimed.dry())
                .map(rs -> ImportJobStore.pass(rs))
                .one();
        return new Work(
                claimed.job(),
                claimed.portalId(),
                claimed.dry(),
                claimed.options(),
                claimed.attempts(),
                claimed.context(),
                ImportJobStore.files(h, claimed.job()),
                before);
    }

    /** Goes on having it. */
    void renew(Work work, UUID node) {
        sql.useHandle(h -> h.statement("""
                        update import_job set leased_until = now() + make_interval(secs => :lease)
                        where id = :job and owner = :node and state = :state
                        """)
                .bind("lease", LEASE.toSeconds())
                .bind("job", work.job())
                .bind("node", node)
                .bind("state", work.state().label())
                .execute());
    }

    /** Keeps how far it is, in the transaction of the batch; false where the node doesn't have it any longer. */
    boolean mark(Work work, UUID node, Journal.Standing standing) {
        Run now = standing.now();
        return sql.withHandle(h -> h.statement("""
                        with held as (
                            update import_job set leased_until = now() + make_interval(secs => :lease), attempts = 0
                            where id = :job and owner = :node and state = :state
                            returning id
                        )
                        update import_pass
                        set bytes = :bytes, imported = :imported, unchanged = :unchanged, refused = :refused, left_out = :leftOut,
                            partial = :partial, renumbered = :renumbered, error_bytes = :errorBytes,
                            reasons = cast(:reasons as jsonb), unmapped = cast(:unmapped as jsonb)
                        where job_id in (select id from held) and dry = :dry
                        """)
                        .bind("lease", LEASE.toSeconds())
                        .bind("job", work.job())
                        .bind("node", node)
                        .bind("state", work.state().label())
                        .bind("bytes", standing.bytes())
                        .bind("imported", now.imported())
                        .bind("unchanged", now.unchanged())
                        .bind("refused", now.refused())
                        .bind("leftOut", now.leftOut())
                        .bind("partial", now.partial())
                        .bind("renumbered", now.renumbered())
                        .bind("errorBytes", now.errorBytes())
                        .bind("reasons", standing.reasons().json().toString())
                        .bind("unmapped", standing.unmapped().json().toString())
                        .bind("dry", work.dry())
                        .execute()
                == 1);
    }

    /** It ended so, if the node still has it. */
    void end(Work work, UUID node, ImportState state, @Nullable String notice, Duration kept) {
        sql.useHandle(h -> h.statement("""
                        with ended as (
                            update import_job
                            set state = :to, notice = :notice, owner = null, leased_until = null, version = version + 1,
                                changed_at = now(), expires_at = now() + cast(:kept as interval)
                            where id = :job and owner = :node and state = :state
                            returning *
                        ), passed as (
                            update import_pass set finished_at = now()
                            where job_id in (select id from ended) and dry = :dry
                            returning *
                        )
                        select audit('import_ended', e.started_by - 'reason' || jsonb_build_object('portal', e.portal_id), null,
                                     jsonb_build_object('import', e.id, 'dry', p.dry, 'state', e.state, 'imported', p.imported,
                                                        'unchanged', p.unchanged, 'refused', p.refused, 'leftOut', p.left_out))
                        from ended e join passed p on p.job_id = e.id
                        """)
                .bind("to", state.label())
                .bind("notice", notice)
                .bind("kept", kept.toString())
                .bind("job", work.job())
                .bind("node", node)
                .bind("state", work.state().label())
                .bind("dry", work.dry())
                .map(rs -> true)
                .list());
    }

    /** Leaves it to whichever node comes next, after a while, as if this one hadn't had it. */
    void release(Work work, UUID node, Duration pause) {
        sql.useHandle(h -> h.statement("""
                        update import_job
                        set owner = null, leased_until = now() + cast(:pause as interval), attempts = greatest(attempts - 1, 0)
                        where id = :job and owner = :node and state = :state
                        """)
                .bind("pause", pause.toString())
                .bind("job", work.job())
                .bind("node", node)
                .bind("state", work.state().label())
                .execute());
    }
}
