package io.vestibule.session;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The signing keys of all nodes. */
final class SigningKeyStore {
    private final Jdbi jdbi;

    SigningKeyStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param signs whether new tokens are signed with it now
     */
    record Row(SigningKey.Sealed key, boolean signs) {}

    /** Every key whose tokens may still be out there. */
    List<Row> published() {
        return jdbi.withHandle(h -> h.createQuery("""
                        select kid, public_jwk, sealed,
                               kid = (select kid from signing_key where signs_from <= now() order by signs_from desc, kid limit 1) as signs
                        from signing_key
                        where retires_at is null or retires_at > now()
                        order by signs_from desc, kid
                        """)
                .map((rs, ctx) -> new Row(
                        new SigningKey.Sealed(rs.getString("kid"), rs.getString("public_jwk"), rs.getBytes("sealed")),
                        rs.getBoolean("signs")))
                .list());
    }

    /** Adds the first key, if no node did so before; it signs at once. */
    void addFirst(SigningKey.Sealed key) {
        jdbi.useTransaction(h -> {
            lock(h);
            h.createUpdate("""
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
    boolean rotate(SigningKey.Sealed key, Duration age, Duration notice, Duration overlap, String origin) {
        return jdbi.inTransaction(h -> {
            lock(h);
            int added = h.createUpdate("""
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
            h.createUpdate("""
                            update signing_key set retires_at = now() + cast(:overlap as interval)
                            where retires_at is null and kid <> :kid and :added > 0
                            """)
                    .bind("kid", key.kid())
                    .bind("added", added)
                    .bind("overlap", notice.plus(overlap).toString())
                    .execute();
            if (added > 0) {
                h.createQuery("select audit('signing_key_rotated', cast(:origin as jsonb), null)")
                        .bind("origin", origin)
                        .map((rs, ctx) -> true)
                        .one();
            }
            return added > 0;
        });
    }

    private static void lock(Handle h) {
        h.execute("lock table signing_key in share row exclusive mode");
    }
}
