package io.vestibule.operations;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.vestibule.json.Json;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Callers;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.session.SigningKeys;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.LogLines;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.TestDatabases;
import io.vestibule.support.Together;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private Client one;
    private Client two;

    @BeforeEach
    void start() {
        one = installation.node();
        two = installation.node();
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    private Housekeeping housekeeping() {
        SigningKeys keys = new SigningKeys(
                installation.sql(), MasterKey.of(Secret.of(TestDatabases.MASTER_KEY)), Duration.ofHours(24));
        Callers callers = new Callers(
                new PortalStore(installation.sql()),
                new ApiClientStore(installation.sql()),
                MasterKey.of(Secret.of(TestDatabases.MASTER_KEY)));
        return new Housekeeping(installation.sql(), keys, callers.uses(), Duration.ofMinutes(30));
    }

    private static String signIn(Client server) {
        return SignInDialect.KEAZE
                .signIn(server, "john.doe@example.com", "correct horse 9")
                .text("access_token");
    }

    private static String kid(String token) {
        try {
            return SignedJWT.parse(token).getHeader().getKeyID();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static int accepted(Client server, String token) {
        return server.get("/api/rest/portal/profile", Client.bearer(token)).status();
    }

    private static int published(Client server) {
        Json keys = server.get("/.well-known/jwks.json", Map.of()).json().get("keys");
        return keys instanceof Json.Array(List<Json> all) ? all.size() : 0;
    }

    private long rows(String table) {
        return installation.count("select count(*) from " + table);
    }

    @Test
    void what_can_matter_stays() {
        one.post("/api/rest/portal/passwordless-login", """
                {"email":"john.doe@example.com","url":"http://localhost:3000/"}""");
        signIn(one);
        SignInDialect.SONAR.signIn(one, "nobody", "wrong");
        long permits = rows("throttle");
        housekeeping().tidy();
        for (String table : List.of("link", "session", "lockout", "signing_key", "outbox")) {
            assertThat(rows(table)).as(table).isEqualTo(1);
        }
        assertThat(permits).isGreaterThan(0);
    }

    @Test
    void what_cannot_matter_any_more_goes() {
        one.post("/api/rest/portal/passwordless-login", """
                {"email":"john.doe@example.com","url":"http://localhost:3000/"}""");
        signIn(one);
        SignInDialect.SONAR.signIn(one, "nobody", "wrong");
        until(() -> installation.count("select count(*) from outbox where sent_at is not null") == 1);
        installation.sql("update link set expires_at = now() - interval '1 second'");
        installation.sql("update customer_session set expires_at = now() - interval '1 second'");
        installation.sql("update throttle set tat = now() - interval '1 second'");
        installation.sql("update lockout set last_failure = now() - interval '31 minutes'");
        installation.sql("update outbox set sent_at = now() - interval '31 days'");
        housekeeping().tidy();
        for (String table : List.of("link", "customer_session", "token_grant", "throttle", "lockout", "outbox")) {
            assertThat(rows(table)).as(table).isZero();
        }
        assertThat(rows("audit_event")).isGreaterThan(0);
    }

    @Test
    void what_waits_for_an_answer_goes_when_it_is_out_of_date() {
        for (String interval : List.of("- interval '1 second'", "+ interval '1 minute'")) {
            installation.sql("insert into challenge values ('\\x01', 2, 'password', now() " + interval + ")");
            installation.sql("insert into mail_code values (2, '\\x01', now() " + interval + ")");
            installation.sql("insert into totp_offer values (2, '\\x01', now() " + interval + ")");
            installation.sql(
                    "insert into operator (id, email, name, role) values (1, 'x', 'x', 'support') on conflict do nothing");
            installation.sql("insert into act_as_link values ('\\x01', 2, 1, now() " + interval + ")");
            housekeeping().tidy();
            for (String table : List.of("challenge", "mail_code", "totp_offer", "act_as_link")) {
                assertThat(rows(table)).as(table + interval).isEqualTo(interval.startsWith("+") ? 1 : 0);
            }
        }
    }

    private void outOfDate(int rows) {
        installation.sql(
                "insert into used_jwt select sha256(int4send(i)), now() - interval '1 hour' from generate_series(1, "
                        + rows + ") i");
    }

    @Test
    void one_round_removes_more_than_a_batch_of_what_is_out_of_date() {
        outOfDate(12_000);
        housekeeping().tidy();
        assertThat(rows("used_jwt")).isZero();
    }

    @Test
    void a_round_that_is_over_before_all_is_removed_says_of_which_table() {
        outOfDate(6_000);
        try (LogLines log = LogLines.of(Housekeeping.class)) {
            housekeeping().removeExpired(Duration.ZERO);
            assertThat(rows("used_jwt")).isEqualTo(1_000);
            assertThat(log.with("used_jwt")).hasSize(1);

            housekeeping().removeExpired(Duration.ZERO);
            assertThat(rows("used_jwt")).isZero();
            assertThat(log.with("used_jwt")).hasSize(1);
        }
    }

    @Test
    void a_lock_that_holds_and_a_row_that_somebody_works_on_stay() {
        SignInDialect.SONAR.signIn(one, "nobody", "wrong");
        SignInDialect.SONAR.signIn(one, "testtest123", "wrong");
        installation.sql("update lockout set last_failure = now() - interval '31 minutes'");
        installation.sql(
                "update lockout set locked_until = now() + interval '1 minute' where octet_length(subject) = 32");
        installation.sql().useTransaction(h -> {
            h.execute("select from lockout where octet_length(subject) = 8 for update");
            Together.run(
                    1,
                    i -> { // on a thread of its own: this one's statements join the transaction
                        housekeeping().tidy();
                        return i;
                    });
        });
        assertThat(rows("lockout")).isEqualTo(2);
        housekeeping().tidy();
        assertThat(rows("lockout")).isEqualTo(1);
    }

    @Test
    void signing_keys_rotate_with_overlap_and_nothing_is_refused_meanwhile() {
        String early = signIn(one);
        installation.sql("update signing_key set created_at = now() - interval '91 days'");

        Together.run(4, i -> {
            housekeeping().tidy();
            return i;
        });
        assertThat(rows("signing_key")).isEqualTo(2);
        until(() -> published(one) == 2 && published(two) == 2);
        String noticed = signIn(two);
        assertThat(kid(noticed)).isEqualTo(kid(early));
        assertThat(accepted(one, noticed)).isEqualTo(200);

        installation.sql("update signing_key set signs_from = now() where retires_at is null");
        for (Client server : List.of(one, two)) {
            until(() -> {
                String token = signIn(server);
                assertThat(accepted(one, token)).isEqualTo(200);
                assertThat(accepted(two, token)).isEqualTo(200);
                return !kid(token).equals(kid(early));
            });
        }
        assertThat(accepted(one, early)).isEqualTo(200);
        assertThat(accepted(two, early)).isEqualTo(200);

        installation.sql("update signing_key set retires_at = now() where retires_at is not null");
        until(() -> accepted(one, early) == 401 && accepted(two, early) == 401);
        assertThat(published(one)).isEqualTo(1);
        housekeeping().tidy();
        assertThat(rows("signing_key")).isEqualTo(1);
        assertThat(accepted(two, signIn(one))).isEqualTo(200);
    }

    @Test
    void a_first_key_signs_at_once_and_is_known_on_every_node() {
        String early = signIn(one);
        installation.sql("delete from signing_key");
        until(() -> {
            accepted(two, early); // which so has looked just before
            String token = signIn(one);
            if (kid(token).equals(kid(early))) {
                return false;
            }
            assertThat(accepted(two, token)).isEqualTo(200);
            return true;
        });
    }

    @Test
    void a_superseded_key_stays_as_long_as_the_longest_token_lives_after_the_new_one_signs() {
        signIn(one);
        installation.sql("update signing_key set created_at = now() - interval '91 days'");
        housekeeping().tidy();
        assertThat(installation.count("""
                        select count(*) from signing_key old, signing_key new
                        where old.retires_at >= new.signs_from + interval '24 hours' and new.retires_at is null
                          and new.signs_from > now() + interval '9 minutes'
                        """)).isEqualTo(1);
    }
}
