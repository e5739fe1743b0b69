package io.vestibule.session;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
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
        return sql.withHandle(h -> h.statement(published(SigningAlgorithm.ES256) + " union all "
                        + published(SigningAlgorithm.RS256) + " order by algorithm, signs_from desc, kid")
                .map(rs -> new Row(
                        new SigningKey.Sealed(
                                SigningAlgorithm.valueOf(rs.getString("algorithm")),
                                rs.getString("kid"),
                                rs.getString("public_jwk"),
                                rs.getBytes("sealed")),
                        rs.getBoolean("signs")))
                .list());
    }

    /** Every key that is published, as an operator sees it. */
    List<SigningKeys.Published> list() {
        return sql.withHandle(h -> h.statement(listed(SigningAlgorithm.ES256) + " union all "
                        + listed(SigningAlgorithm.RS256) + " order by algorithm, signs_from desc, kid")
                .map(rs -> new SigningKeys.Published(
                        rs.getString("kid"),
                        SigningAlgorithm.valueOf(rs.getString("algorithm")),
                        rs.getBoolean("signs"),
                        Instants.of(rs, "signs_from"),
                        Instants.orNull(rs, "retires_at")))
                .list());
    }

    private static String listed(SigningAlgorithm algorithm) {
        return published(algorithm).replace("public_jwk, sealed, signs_from", "signs_from, retires_at");
    }

    private static String published(SigningAlgorithm algorithm) {
        return """
                select '%2$s' as algorithm, kid, public_jwk, sealed, signs_from,
                       kid = (select kid from %1$s where signs_from <= now() order by signs_from desc, kid limit 1) as signs
                from %1$s
                where retires_at is null or retires_at > now()
                """.formatted(table(algorithm), algorithm);
    }

    /** The release before takes every row of the first for a key of P-256. */
    private static String table(SigningAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> "signing_key";
            case RS256 -> "rsa_signing_key";
        };
    }

    /** Adds the first key of its algorithm, if no node did so before; it signs at once. */
    void addFirst(SigningKey.Sealed key) {
        sql.useTransaction(h -> {
            lock(h, key.algorithm());
            h.statement("""
                            insert into %1$s (kid, public_jwk, sealed, signs_from)
                            select :kid, :publicJwk, :sealed, now() where not exists (select 1 from %1$s)
                            """.formatted(table(key.algorithm())))
                    .bind("kid", key.kid())
                    .bind("publicJwk", key.publicJwk())
                    .bind("sealed", key.sealed())
                    .execute();
        });
    }

    /** Whether a rotation would add a key. There is always one for ES256; one for RS256 follows another. */
    boolean isDue(SigningAlgorithm algorithm, Duration age) {
        return sql.withHandle(h -> h.statement("""
                        select not exists (select 1 from %1$s where created_at > now() - cast(:age as interval))
                               and (:first or exists (select 1 from %1$s))
                        """.formatted(table(algorithm)))
                .bind("age", age.toString())
                .bind("first", algorithm == SigningAlgorithm.ES256)
                .mapTo(Boolean.class)
                .one());
    }

    /**
     * Adds a key that signs after {@code notice}, or at once if it is the first; those before it of its algorithm retire {@code overlap}
     * later. Nothing happens if the newest key is younger than {@code age}.
     */
    boolean rotate(SigningKey.Sealed key, Duration age, Duration notice, Duration overlap, AuditContext context) {
        String table = table(key.algorithm());
        return sql.inTransaction(h -> {
            lock(h, key.algorithm());
            int added = h.statement("""
                            insert into %1$s (kid, public_jwk, sealed, signs_from)
                            select :kid, :publicJwk, :sealed,
                                   now() + case when exists (select 1 from %1$s) then cast(:notice as interval) else '0' end
                            where not exists (select 1 from %1$s where created_at > now() - cast(:age as interval))
                            """.formatted(table))
                    .bind("kid", key.kid())
                    .bind("publicJwk", key.publicJwk())
                    .bind("sealed", key.sealed())
                    .bind("notice", notice.toString())
                    .bind("age", age.toString())
                    .execute();
            h.statement("""
                            update %1$s set retires_at = now() + cast(:overlap as interval)
                            where retires_at is null and kid <> :kid and :added > 0
                            """.formatted(table))
                    .bind("kid", key.kid())
                    .bind("added", added)
                    .bind("overlap", notice.plus(overlap).toString())
                    .execute();
            if (added > 0) {
                h.statement("""
                                select audit('signing_key_rotated', cast(:context as jsonb), null,
                                             jsonb_build_object('alg', cast(:alg as text)))
                                """)
                        .bind("context", context.json())
                        .bind("alg", key.algorithm().name())
                        .map(rs -> true)
                        .one();
            }
            return added > 0;
        });
    }

    private static void lock(Handle h, SigningAlgorithm algorithm) {
        h.execute("lock table " + table(algorithm) + " in share row exclusive mode");
    }
}
