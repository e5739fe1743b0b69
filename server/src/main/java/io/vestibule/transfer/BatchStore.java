package io.vestibule.transfer;

import io.vestibule.audit.AuditContext;
import io.vestibule.audit.AuditStore;
import io.vestibule.json.Json;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.postgresql.PGConnection;

/**
 * The batches of one file, one after the other, on a connection of their own: a batch is one transaction, with the mark of how far the file
 * has come.
 */
final class BatchStore implements AutoCloseable {
    /** A dry run's customers go into tables of its own connection, called so. */
    private static final String DRY = "dry_";

    private final Sql sql;
    private final Handle h;
    private final long portalId;
    private final AuditContext context;
    private final boolean dry;
    private final NewIdStore newIds;
    /**
     * Whether logins and ids are looked up before rows are made: not in a portal that has had none of them so far, since its unique
     * indexes tell. A dry run's rows stand in other tables.
     */
    private boolean looksFirst;

    /** What the reconciler made of a batch, and how the run stands after it. */
    record Reconciled(Run run, List<NewRow> made, List<ErrorText.Line> refused, Map<String, String> kinds) {}

    BatchStore(Sql sql, long portalId, AuditContext context, boolean dry) {
        this.sql = sql;
        this.h = sql.open();
        this.portalId = portalId;
        this.context = context;
        this.dry = dry;
        this.newIds = new NewIdStore(h, dry);
        this.looksFirst = dry;
        if (dry) {
            makeTables();
        }
    }

    private void makeTables() {
        try {
            for (String table : List.of("account", "customer", "login")) {
                h.execute("create temp table " + DRY + table + " (like " + table
                        + " including defaults including indexes)");
            }
        } catch (RuntimeException e) {
            h.close();
            throw e;
        }
    }

    /**
     * In one transaction: looks up what the batch asks, has it reconciled, makes the customers who are new, and marks how far the file is.
     * Where something came in between (a registration with one of the logins) it is done again, from the look-up.
     *
     * @param reconciler called each time anew; what it does outside must be the same whether done once or twice
     * @param marking    the same, in the transaction too, of how the run stands then
     * @return what it is marked with
     * @throws UnusableFileException if another import of the same file is running
     */
    <R> R store(
            Run before,
            Questions questions,
            Function<Existing, Reconciled> reconciler,
            BiFunction<Run, Reconciled, R> marking) {
        for (int attempt = 1; ; attempt++) {
            try {
                Questions asked = looksFirst ? questions : questions.withoutUnique();
                return sql.inUnit(h, () -> storeOnce(before, asked, reconciler, marking));
            } catch (RuntimeException e) {
                looksFirst = true;
                if (attempt == 5 || !cameInBetween(e)) {
                    throw e;
                }
            }
        }
    }

    /** Somebody took a login or an id, or removed an account, since the look-up: class 23; or a deadlock: class 40. */
    private static boolean cameInBetween(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("23") || sql.getSQLState().startsWith("40");
            }
        }
        return false;
    }

    private <R> R storeOnce(
            Run before,
            Questions questions,
            Function<Existing, Reconciled> reconciler,
            BiFunction<Run, Reconciled, R> marking) {
        // The mark is lost with the batch, or neither is
        h.execute("set local synchronous_commit = off");
        Instant now = ImportStore.now(h);
        Reconciled reconciled = reconciler.apply(
                ExistingStore.look(h, portalId, questions, before.startedAt(), dry ? List.of("", DRY) : List.of("")));
        List<NewRow> made = reconciled.made();
        newIds.giveOut(made);
        copy(Rows.ACCOUNT, Rows.accounts(made, portalId));
        copy(Rows.CUSTOMER, Rows.customers(made, portalId, now, dry ? Map.of() : kinds(reconciled.kinds())));
        copy(Rows.LOGIN, Rows.logins(made, portalId));
        Run after = reconciled
                .run()
                .renumbered(made.stream().filter(NewRow::renumbered).count());
        if (!dry) {
            mark(before, after, reconciled);
        }
        return marking.apply(after, reconciled);
    }

    /** The ids of kinds of hashes: rows of the portal, where it has none yet. */
    private Map<String, Long> kinds(Map<String, String> decoys) {
        Map<String, Long> ids = new HashMap<>();
        decoys.forEach((kind, decoy) -> ids.put(
                kind,
                h.statement("""
                    with known as (select id from password_kind where portal_id = :portal and kind = :kind),
                    added as (
                        insert into password_kind (portal_id, kind, decoy)
                        select :portal, :kind, :decoy where not exists (select 1 from known)
                        on conflict (portal_id, kind) do update set kind = excluded.kind returning id
                    )
                    select id from known union all select id from added
                    """)
                        .bind("portal", portalId)
                        .bind("kind", kind)
                        .bind("decoy", decoy)
                        .mapTo(Long.class)
                        .one()));
        return ids;
    }

    private void copy(String target, InputStream rows) {
        try {
            h.connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + (dry ? DRY : "") + target + " from stdin", rows);
        } catch (SQLException e) {
            throw new CopyException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void mark(Run before, Run after, Reconciled reconciled) {
        int marked = h.statement("""
                        update import_run
                        set pieces = :pieces, imported = :imported, unchanged = :unchanged, refused = :refused,
                            left_out = :leftOut, partial = :partial, renumbered = :renumbered, error_bytes = :errorBytes
                        where id = :id and pieces = :before and finished_at is null
                        """)
                .bind("pieces", after.pieces())
                .bind("imported", after.imported())
                .bind("unchanged", after.unchanged())
                .bind("refused", after.refused())
                .bind("leftOut", after.leftOut())
                .bind("partial", after.partial())
                .bind("renumbered", after.renumbered())
                .bind("errorBytes", after.errorBytes())
                .bind("id", after.id())
                .bind("before", before.pieces())
                .execute();
        if (marked == 0) {
            throw new UnusableFileException("Another import of the same file is running; let it end.");
        }
        if (!reconciled.made().isEmpty()) {
            AuditStore.ofPortal(
                    h,
                    "user_imported",
                    context,
                    portalId,
                    Json.object()
                            .put("run", after.id())
                            .put("customers", reconciled.made().size())
                            .build());
        }
    }

    @Override
    public void close() {
        try (h) {
            if (dry) {
                h.execute("drop table " + DRY + "account, " + DRY + "customer, " + DRY + "login");
            }
        }
    }

    /** The driver's fault of a COPY. */
    private static final class CopyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CopyException(SQLException cause) {
            super("COPY failed", cause);
        }
    }
}
