package io.vestibule.session;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.util.List;

/** The signing keys of all nodes. */
final class SigningKeyStore {
    private final Sql sql;

    SigningKeyStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param signs whether new tokens are signed with it now
     */
    record Row(SigningKey.Sealed key, boolean signs) {}

    /** Every key whose tokens may still be out there. */
    List<Row> published() {
        return sql.withHandle(h -> h.statement("""
                        select kid, public_jwk, sealed,
                               kid = (select kid from signing_key where signs_from <= now() order by signs_from desc, kid limit 1) as signs
                        from signing_key
                        where retires_at is null or retires_at > now()
                        order by signs_from desc, kid
                        """)
                .map(rs -> new Row(
                        new SigningKey.Sealed(rs.getString("kid"), rs.getString("public_jwk"), rs.getBytes("sealed")),
                        rs.getBoolean("signs")))
                .list());
    }

    /** Adds the first key, if no node did so before; it signs at once. */
    void addFirst(SigningKey.Sealed key) {
        sql.useTransaction(h -> {
            lock(h);
            h.statement("""
                            insert into signing_key (kid, public_jwk, sealed, signs_from)
                            select :kid, :publicJwk, :sealed, now() where not exists (select 1 from signing_key)
                            """)
                    .bind("kid", key.kid())
                    .bind("publicJwk", key.publicJwk())
                    .bind("sealed", key.sealed())
                    .execute();
        });
    }

    /**
     * Adds a key that signs after {@code notice}, or at once if it is the first; those before it retire {@code overlap} later.
     * Nothing happens if the newest key is younger than {@code age}.
     */
    boolean rotate(SigningKey.Sealed key, Duration age, Duration notice, Duration overlap, AuditContext context) {
        return sql.inTransaction(h -> {
            lock(h);
            int added = h.statement("""
                            insert into signing_key (kid, public_jwk, sealed, signs_from)
                            select :kid, :publicJwk, :sealed,
                                   now() + case when exists (select 1 from signing_key) then cast(:notice as interval) else '0' end
                            where not exists (select 1 from signing_key where created_at > now() - cast(:age as interval))
                            """)
                    .bind("kid", key.kid())
                    .bind("publicJwk", key.publicJwk())
                    .bind("sealed", key.sealed())
                    .bind("notice", notice.toString())
                    .bind("age", age.toString())
                    .execute();
            h.statement("""
                            update signing_key set retires_at = now() + cast(:overlap as interval)
                            where retires_at is null and kid <> :kid and :added > 0
                            """)
                    .bind("kid", key.kid())
                    .bind("added", added)
                    .bind("overlap", notice.plus(overlap).toString())
                    .execute();
            if (added > 0) {
                h.statement("select audit('signing_key_rotated', cast(:context as jsonb), null)")
                        .bind("context", context.json())
                        .map(rs -> true)
                        .one();
            }
            return added > 0;
        });
    }

    private static void lock(Handle h) {
        h.execute("lock table signing_key in share row exclusive mode");
    }
}
