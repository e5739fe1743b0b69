package io.vestibule.idempotency;

import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Keys of requests that may be sent again, and the answers that these got, sealed. Of any number of tries at once one begins. */
public final class IdempotencyStore {
    /** How long a request may run. If its node died, the next try after that begins anew. */
    private static final Duration RUN = Duration.ofMinutes(1);

    /** How long an answer is kept. */
    static final Duration LIFE = Duration.ofHours(1);

    /** Keys that one network may have at a time. */
    static final int MOST = 4000;

    private final Sql sql;

    public IdempotencyStore(Sql sql) {
        this.sql = sql;
    }

    /** What there is of a key. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    sealed interface Try {
        /** Nothing: this try goes on. */
        record First() implements Try {}

        /** The same request, and its answer. */
        record Answered(byte[] sealed) implements Try {}

        /** The same request, which has no answer yet. */
        record Running() implements Try {}

        /** Another request. */
        record Different() implements Try {}

        /** Nothing, and the network has as many keys as it may. */
        record Full() implements Try {}
    }

    /**
     * Begins a request, unless it was sent before.
     *
     * @param key     of the caller and the key that it chose
     * @param network whose keys are counted together
     * @param request what the request says
     */
    Try begin(byte[] key, byte[] network, byte[] request) {
        return sql.withHandle(h -> h.statement("""
                        with room as (
                            select count(*) < :most as left_over from idempotency_key where network = :network and expires_at > now()
                        ), begun as (
                            insert into idempotency_key as k (key, network, request, expires_at)
                            select :key, :network, :request, now() + cast(:run as interval) from room where left_over
                            on conflict (key) do update
                            set network = excluded.network, request = excluded.request, sealed = null, expires_at = excluded.expires_at
                            where k.expires_at <= now()
                            returning key
                        )
                        select left_over, begun.key is not null as first, k.request = :request as same, k.sealed
                        from room left join begun on true
                        left join idempotency_key k on k.key = :key and k.expires_at > now() and begun.key is null
                        """)
                .bind("key", key)
                .bind("network", network)
                .bind("request", request)
                .bind("most", MOST)
                .bind("run", RUN.toString())
                .map(rs -> read(rs))
                .one());
    }

    private static Try read(ResultSet rs) throws SQLException {
        if (rs.getBoolean("first")) {
            return new Try.First();
        }
        Boolean same = rs.getObject("same", Boolean.class);
        if (same == null) { // one that began at this moment can't be seen yet
            return rs.getBoolean("left_over") ? new Try.Running() : new Try.Full();
        }
        byte[] sealed = rs.getBytes("sealed");
        if (!same) {
            return new Try.Different();
        }
        return sealed == null ? new Try.Running() : new Try.Answered(sealed);
    }

    /** Keeps the answer of a request that has begun. */
    void keep(byte[] key, byte[] request, byte[] sealed) {
        sql.useHandle(h -> h.statement("""
                        update idempotency_key set sealed = :sealed, expires_at = now() + cast(:life as interval)
                        where key = :key and request = :request and sealed is null
                        """)
                .bind("key", key)
                .bind("request", request)
                .bind("sealed", sealed)
                .bind("life", LIFE.toString())
                .execute());
    }

    /** Forgets a request that came to nothing: the next try begins anew. */
    void forget(byte[] key, byte[] request) {
        sql.useHandle(h -> h.statement(
                        "delete from idempotency_key where key = :key and request = :request and sealed is null")
                .bind("key", key)
                .bind("request", request)
                .execute());
    }
}
