package io.vestibule.upstream;

import io.vestibule.audit.AuditContext;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.secret.MasterKey;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which portal has which upstream, what was last wrong with it, and who moved in from it. */
public final class UpstreamStore {
    private final Sql sql;

    public UpstreamStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Sets a portal's upstream, in the place of another; false if there is no such portal.
     *
     * @param firstId where ids begin from now on that aren't the upstream's, unless they are beyond that already
     */
    public boolean set(
            long portalId,
            Kind kind,
            String url,
            UpstreamCredentials credentials,
            MasterKey keys,
            long firstId,
            AuditContext context) {
        UUID revision = UUID.randomUUID();
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            insert into portal_upstream (portal_id, kind, url, sealed, revision)
                            select id, :kind, :url, :sealed, :revision from portal where id = :portal
                            on conflict (portal_id) do update
                            set kind = excluded.kind, url = excluded.url, sealed = excluded.sealed, revision = excluded.revision,
                                set_at = now(), fault = null, fault_at = null
                            returning portal_id
                        ), begun as (
                            -- what a sequence has given is told by itself alone: the function for that knows nothing of a restart
                            select setval('customer_id_seq', :first) from changed, customer_id_seq s where s.last_value < :first
                            union all
                            select setval('account_id_seq', :first) from changed, account_id_seq s where s.last_value < :first
                        )
                        select (select count(*) from begun),
                               audit('portal_upstream_set', cast(:context as jsonb) || jsonb_build_object('portal', portal_id), null,
                                     jsonb_build_object('kind', cast(:kind as text), 'url', cast(:url as text)))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("kind", kind.label())
                .bind("url", url)
                .bind("sealed", credentials.seal(keys, revision))
                .bind("revision", revision)
                .bind("first", firstId)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Takes a portal's upstream away; false if it has none. */
    public boolean remove(long portalId, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            delete from portal_upstream where portal_id = :portal returning portal_id, kind
                        ), forgotten as (
                            delete from given_up_login g using changed c where g.portal_id = c.portal_id
                        )
                        select audit('portal_upstream_removed', cast(:context as jsonb) || jsonb_build_object('portal', portal_id), null,
                                     jsonb_build_object('kind', kind))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Keeps what was wrong with an answer, in words of ours. */
    void fault(long portalId, String what, AuditContext context) {
        sql.withHandle(h -> h.statement("""
                        with noted as (
                            update portal_upstream set fault = :what, fault_at = now() where portal_id = :portal
                        )
                        select audit('portal_upstream_fault', cast(:context as jsonb), null, jsonb_build_object('fault', cast(:what as text)))
                        """)
                .bind("portal", portalId)
                .bind("what", what)
                .bind("context", context.json())
                .map(rs -> true)
                .one());
    }

    /** A portal's upstream, without its credentials. */
    public record Setting(Kind kind, String url, Instant setAt) {}

    /** A portal's upstream; empty if it has none. */
    public Optional<Setting> setting(long portalId) {
        return sql.withHandle(
                h -> h.statement("select kind, url, set_at from portal_upstream where portal_id = :portal")
                        .bind("portal", portalId)
                        .map(UpstreamStore::setting)
                        .findOne());
    }

    static Setting setting(ResultSet rs) throws SQLException {
        return new Setting(
                Kind.parse(rs.getString("kind")).orElseThrow(), rs.getString("url"), Instants.of(rs, "set_at"));
    }

    /** When a customer moved in by a first sign-in; empty if they didn't. */
    public Optional<Instant> movedInAt(long customerId) {
        return sql.withHandle(h -> h.statement("select moved_at from moved_in where customer_id = :customer")
                .bind("customer", customerId)
                .map(rs -> Instants.of(rs, "moved_at"))
                .findOne());
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sealed(long portalId, byte[] bytes, UUID revision) {}

    /** Seals all credentials anew, under the current master key; gives how many. */
    public long reseal(MasterKey keys) {
        return sql.inTransaction(h -> {
            List<Sealed> all = h.statement("select portal_id, sealed, revision from portal_upstream for update")
                    .map(rs -> new Sealed(
                            rs.getLong("portal_id"), rs.getBytes("sealed"), rs.getObject("revision", UUID.class)))
                    .list();
            all.forEach(old -> reseal(h, keys, old));
            return (long) all.size();
        });
    }

    private static void reseal(Handle h, MasterKey keys, Sealed old) {
        UpstreamCredentials credentials = UpstreamCredentials.open(keys, old.bytes(), old.revision());
        h.statement("update portal_upstream set sealed = :sealed where portal_id = :portal")
                .bind("portal", old.portalId())
                .bind("sealed", credentials.seal(keys, old.revision()))
                .execute();
    }
}
