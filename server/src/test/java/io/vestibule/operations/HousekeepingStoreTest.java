package io.vestibule.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.sql.Handle;
import io.vestibule.support.Installation;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HousekeepingStoreTest {
    private static void tidy(Installation installation) {
        var store = new HousekeepingStore(installation.sql(), Duration.ofMinutes(30));
        store.removeBatches(store.expired());
    }

    @Test
    void a_row_that_a_request_holds_waits_for_the_next_round() {
        try (Installation installation = Installation.demo();
                Handle request = installation.sql().open()) {
            UUID held = UUID.randomUUID();
            installation.sql(
                    "insert into throttle (key, tat) values (?, now() - interval '1 hour'), (?, now() - interval '1 hour')",
                    held,
                    UUID.randomUUID());
            request.execute("begin");
            request.execute("select 1 from throttle where key = ? for update", held);

            tidy(installation);

            assertThat(installation.count("select count(*) from throttle")).isEqualTo(1);
            request.execute("commit");
            tidy(installation);
            assertThat(installation.count("select count(*) from throttle")).isZero();
        }
    }

    @Test
    void ceremonies_of_passkeys_that_are_out_of_date_go() {
        try (Installation installation = Installation.demo()) {
            installation.sql("""
                    insert into passkey_ceremony (hash, portal_id, kind, named, rp_id, expires_at) values
                        ('\\x01', 1, 'sign-in', false, 'localhost', now() - interval '1 second'),
                        ('\\x02', 1, 'sign-in', false, 'localhost', now() + interval '1 minute')
                    """);
            tidy(installation);
            assertThat(installation.count("select count(*) from passkey_ceremony where hash = '\\x02'"))
                    .isEqualTo(1);
            assertThat(installation.count("select count(*) from passkey_ceremony"))
                    .isEqualTo(1);
        }
    }

    @Test
    void what_still_counts_stays() {
        try (Installation installation = Installation.demo()) {
            installation.sql(
                    "insert into throttle (key, tat) values (?, now() + interval '1 hour')", UUID.randomUUID());
            installation.sql("""
                    insert into lockout (subject, failures, last_failure, locked_until) values
                        ('\\x01', 5, now() - interval '2 days', now() + interval '1 hour'), ('\\x02', 1, now(), null)
                    """);
            tidy(installation);
            assertThat(installation.count("select count(*) from throttle")).isEqualTo(1);
            assertThat(installation.count("select count(*) from lockout")).isEqualTo(2);
        }
    }

    @Test
    void minutes_that_are_in_an_hour_go_after_eight_days() {
        try (Installation installation = Installation.demo()) {
            installation.sql("""
                    insert into audit_minute
                    select date_trunc('minute', now()) - cast(age as interval), 1, 'authn_logout', '', 0, '', '', 1
                    from (values ('191 hours'), ('193 hours')) as ages (age)
                    """);
            installation.sql("update audit_rollup set counted_until = now() - interval '9 days'");
            tidy(installation);
            assertThat(installation.count("select count(*) from audit_minute")).isEqualTo(2);
            installation.sql("update audit_rollup set counted_until = date_trunc('hour', now())");
            tidy(installation);
            assertThat(installation.count("select count(*) from audit_minute")).isEqualTo(1);
        }
    }

    @Test
    void a_logout_that_no_application_took_for_a_day_is_given_up_and_audited_once() {
        try (Installation installation = Installation.demo()) {
            installation.sql("""
                    insert into logout_notice (client_id, portal_id, customer_id, session_id, created_at)
                    select id, portal_id, 2, gen_random_uuid(), now() - cast(age as interval)
                    from api_client, (values ('23 hours'), ('25 hours')) as ages (age) where name = 'demo-spa'
                    """);

            tidy(installation);
            tidy(installation);

            assertThat(installation.count("select count(*) from logout_notice")).isEqualTo(1);
            assertThat(installation.count("""
                            select count(*) from audit_event e join api_client c on c.id = e.client_id
                            where event = 'authn_logout_undelivered' and customer_id = 2 and name = 'demo-spa'
                            """)).isEqualTo(1);
        }
    }
}
