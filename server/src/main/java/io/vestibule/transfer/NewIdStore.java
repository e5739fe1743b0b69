package io.vestibule.transfer;

import io.vestibule.sql.Handle;
import java.util.ArrayList;
import java.util.List;

/** The ids of the accounts and customers that a file brings: all of a batch at once. */
final class NewIdStore {
    /** A registration may draw ids between our look at the sequence and the moment when we set it. */
    private static final long LEEWAY = 1000;

    private final Handle h;
    private final boolean dry;
    private long dryIds = 1L << 53;

    /**
     * On the connection of the batches.
     *
     * @param dry whether the sequences stay as they are
     */
    NewIdStore(Handle h, boolean dry) {
        this.h = h;
        this.dry = dry;
    }

    /** Gives an id to every account and customer that doesn't keep one. */
    void giveOut(List<NewRow> made) {
        List<Existing.Account> accounts = new ArrayList<>();
        List<NewRow> customers = new ArrayList<>();
        long highestAccount = 0;
        long highestCustomer = 0;
        for (NewRow row : made) {
            if (row.newAccount && row.account.id == 0) {
                accounts.add(row.account);
            } else if (row.newAccount) {
                highestAccount = Math.max(highestAccount, row.account.id);
            }
            if (row.id == 0) {
                customers.add(row);
            }
            highestCustomer = Math.max(highestCustomer, row.id);
        }
        List<Long> accountIds = ids("account", accounts.size(), highestAccount);
        List<Long> customerIds = ids("customer", customers.size(), highestCustomer);
        for (int i = 0; i < accountIds.size(); i++) {
            accounts.get(i).id = accountIds.get(i);
        }
        for (int i = 0; i < customerIds.size(); i++) {
            customers.get(i).id = customerIds.get(i);
        }
    }

    /** New ids, once those that are kept lie below what the sequence will give from now on. */
    private List<Long> ids(String table, int count, long highestKept) {
        if (dry) {
            List<Long> ids = new ArrayList<>();
            while (ids.size() < count) {
                ids.add(dryIds++);
            }
            return ids;
        }
        if (highestKept > 0) {
            // what a sequence gives next is told by itself alone: the function for that knows nothing of a restart
            h.statement("""
                            select setval('%1$s_id_seq', :highest + :leeway) from %1$s_id_seq
                            where last_value + cast(is_called as int) <= :highest
                            """.formatted(table))
                    .bind("highest", highestKept)
                    .bind("leeway", LEEWAY)
                    .mapTo(Long.class)
                    .list();
        }
        return count == 0 ? List.of() : draw(table, count);
    }

    private List<Long> draw(String table, int count) {
        return h.statement("""
                        select array_agg(nextval(s.sequence))
                        from (select cast(pg_get_serial_sequence(:table, 'id') as regclass) as sequence offset 0) s
                        cross join generate_series(1, :count)
                        """)
                .bind("table", table)
                .bind("count", count)
                .map(rs -> List.of((Long[]) rs.getArray(1).getArray()))
                .one();
    }
}
