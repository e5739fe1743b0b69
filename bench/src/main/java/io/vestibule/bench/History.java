package io.vestibule.bench;

/** What has happened to a population: events of the audit, and mail. */
final class History {
    /** How many events one customer has alone, as a program that signs in every few minutes leaves them. */
    static final int OF_ONE = 100_000;

    private static final long BATCH = 500_000;

    private History() {}

    /** Fills it in, the oldest first. */
    static void fill(Postgres postgres, Population population) {
        String database = population.database();
        long customers = population.customers();
        for (long first = 1; first <= customers; first += BATCH) {
            String numbers = " from generate_series(%d, %d) n".formatted(first, Math.min(customers, first + BATCH - 1));
            postgres.run(database, """
                    insert into audit_event (at, event, actor, dialect, portal_id, customer_id, network, request_id, detail)
                    select now() - (%d - n) * interval '0.2 seconds',
                           case when n %% 1000 = 0 then 'user_disabled' when n %% 10 = 0 then 'authn_login_fail'
                                else 'authn_login_success' end,
                           'customer', 'keaze', 1, 1000 + n, '198.51.100.7', md5('request' || n), '{"by": "password"}'
                    """.formatted(customers) + numbers, """
                    insert into outbox (portal_id, customer_id, purpose, sent_at, set_aside_at)
                    select 1, 1000 + n, 'verify', case when n % 10000 > 0 then now() end, case when n % 10000 = 0 then now() end
                    """ + numbers + " where n % 2 = 0");
        }
        postgres.run(database, """
                insert into audit_event (event, actor, dialect, portal_id, customer_id, network, request_id, detail)
                select 'authn_login_success', 'customer', 'keaze', 1, 1001, '198.51.100.7', md5('more' || n), '{"by": "password"}'
                from generate_series(1, %d) n
                """.formatted(OF_ONE), "vacuum analyze", "checkpoint");
    }
}
