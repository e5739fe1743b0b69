package io.vestibule.store;

import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;

/** Where a new database begins to count its customers. One that has a portal is in use, and goes on as it counts. */
final class CustomerIds {
    private CustomerIds() {}

    /** Whether they begin at {@code first}, or the database is in use. */
    static boolean haveBegun(Handle h, int first) {
        return h.statement("""
                        select exists (select from portal) or last_value + cast(is_called as int) >= :first from customer_id_seq
                        """).bind("first", first).mapTo(Boolean.class).one();
    }

    /** Lets them begin. Without a portal there is no customer, and while the table is locked none can come. */
    static void begin(Sql sql, int first) {
        sql.useTransaction(h -> {
            h.execute("lock table portal in share row exclusive mode");
            if (!haveBegun(h, first)) {
                h.statement("select setval('customer_id_seq', :last)")
                        .bind("last", first - 1L)
                        .mapTo(Long.class)
                        .one();
            }
        });
    }
}
