package io.vestibule.factor;

import io.vestibule.sql.Sql;
import java.util.Map;

/** The secrets of second factors as they are kept: sealed under the master key, and sealed anew when that is rotated. */
public final class TotpSecretStore {
    private final Sql sql;

    public TotpSecretStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * A page of secrets that were sealed anew.
     *
     * @param last the id of the last customer of the page
     */
    record Resealed(int rows, long last) {}

    /** Seals a secret of a customer. */
    @FunctionalInterface
    interface Seal {
        byte[] anew(long customerId, byte[] sealed);
    }

    /** Seals the secrets of up to a thousand customers anew, those after the given one by id. */
    Resealed reseal(long after, Seal seal) {
        return sql.inTransaction(h -> {
            var rows = h.statement("""
                            select customer_id, sealed from totp where customer_id > :after
                            order by customer_id limit 1000 for update
                            """)
                    .bind("after", after)
                    .map(rs -> Map.entry(rs.getLong("customer_id"), rs.getBytes("sealed")))
                    .list();
            for (Map.Entry<Long, byte[]> row : rows) {
                h.statement("update totp set sealed = :sealed where customer_id = :customer")
                        .bind("customer", row.getKey())
                        .bind("sealed", seal.anew(row.getKey(), row.getValue()))
                        .execute();
            }
            return new Resealed(
                    rows.size(), rows.isEmpty() ? after : rows.getLast().getKey());
        });
    }
}
