package io.vestibule.session;

import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The JWTs of clients that are good once, and were used: assertions and DPoP proofs. They are kept until they are out of date. */
public final class UsedJwtStore {
    private final Sql sql;

    public UsedJwtStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Takes note that a JWT was used, on all nodes.
     *
     * @param hash of whose it is and its {@code jti}
     * @param keep for how long it could be used again
     * @return false if it was used before
     */
    public boolean use(byte[] hash, Duration keep) {
        return sql.withHandle(h -> h.statement("""
                        insert into used_jwt (hash, expires_at) values (:hash, now() + cast(:keep as interval))
                        on conflict do nothing
                        """)
                        .bind("hash", hash)
                        .bind("keep", keep.toString())
                        .execute()
                == 1);
    }

    /** The same of a DPoP proof. */
    public boolean use(DpopProof proof) {
        return use(proof.hash(), DpopProof.KEPT);
    }

    /**
     * A common table expression, {@code proved}, which takes note of a DPoP proof as a part of the statement that it is for. It has a row if
     * there is a proof and it wasn't used before. No other row is locked after it, so that two uses of one proof never wait for each other.
     *
     * @param from what has to have a row for the proof to be used: a table, and a condition
     */
    public static String proved(String from) {
        return """
                proved as (
                    insert into used_jwt (hash, expires_at)
                    select cast(:proof as bytea), now() + cast(:proof.kept as interval) from %s
                    where cast(:proof as bytea) is not null
                    on conflict do nothing returning hash
                )
                """.formatted(from);
    }

    /** A condition: there is no proof, or {@link #proved} took it. */
    public static final String PROVED_OR_NONE = "(cast(:proof as bytea) is null or exists (select from proved))";

    /** The values that {@link #proved} names. */
    public static Consumer<Statement> values(@Nullable DpopProof proof) {
        return statement -> statement
                .bind("proof", proof == null ? null : proof.hash())
                .bind("proof.kept", DpopProof.KEPT.toString());
    }
}
