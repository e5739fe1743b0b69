package io.vestibule.transfer;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/** Moving in: how far each file has come in a portal, and the connections that an import works on. */
public final class ImportStore {
    private final Sql sql;

    public ImportStore(Sql sql) {
        this.sql = sql;
    }

    /** The file's run in the portal, begun now if it never was. */
    Run begin(long portalId, byte[] fingerprint) {
        return sql.inTransaction(h -> {
            h.statement(
                            "insert into import_run (portal_id, fingerprint) values (:portal, :fingerprint) on conflict do nothing")
                    .bind("portal", portalId)
                    .bind("fingerprint", fingerprint)
                    .execute();
            return h.statement("select * from import_run where portal_id = :portal and fingerprint = :fingerprint")
                    .bind("portal", portalId)
                    .bind("fingerprint", fingerprint)
                    .map(rs -> run(rs))
                    .one();
        });
    }

    private static Run run(ResultSet rs) throws SQLException {
        return new Run(
                rs.getLong("id"),
                rs.getLong("pieces"),
                rs.getLong("imported"),
                rs.getLong("unchanged"),
                rs.getLong("refused"),
                rs.getLong("left_out"),
                rs.getLong("partial"),
                rs.getLong("renumbered"),
                rs.getLong("error_bytes"),
                Objects.requireNonNull(Instants.orNull(rs, "started_at")),
                Instants.orNull(rs, "finished_at"));
    }

    /** Nothing is left of the file. */
    Run finish(Run run) {
        return sql.withHandle(h -> h.statement("update import_run set finished_at = now() where id = :id returning *")
                .bind("id", run.id())
                .map(rs -> run(rs))
                .one());
    }

    /** The database's clock. */
    Instant now() {
        return sql.withHandle(ImportStore::now);
    }

    static Instant now(Handle h) {
        return h.statement("select now() as now")
                .map(rs -> Instants.of(rs, "now"))
                .one();
    }

    /** A place for what other records tell of customers, on a connection of its own once there is any. */
    SideStore side(Set<String> attributes, Unmapped unmapped) {
        return new SideStore(sql, attributes, unmapped);
    }

    /** A connection for all batches of a file. */
    BatchStore batches(long portalId, AuditContext context, boolean dry) {
        return new BatchStore(sql, portalId, context, dry);
    }
}
