package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.guard.RateLimit;
import io.vestibule.secret.Tokens;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of guards (security), row by row, with small bursts that don't refill by themselves. */
class LimitsTest {
    private static final String ONE_KEY = "vst_" + "a".repeat(43);
    private static final String ANOTHER_KEY = "vst_" + "b".repeat(43);

    private static final int DAY = 24 * 60 * 60;

    private final Installation installation = Installation.demo(Generous.limitsAnd(Generous.frozen()));

    @BeforeEach
    void forgetPermits() {
        installation.sql("delete from throttle");
    }

    @BeforeEach
    void makeApiKeys() {
        for (String key : List.of(ONE_KEY, ANOTHER_KEY)) {
            installation.sql(
                    "insert into api_key (name, prefix, hash, role) values (?, '', ?, 'viewer') on conflict do nothing",
                    key,
                    Tokens.hash(key));
        }
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    /** A server with some bursts small, behind a proxy on loopback that says who called. */
    private Client node(Map<String, Integer> bursts) {
        Map<String, String> settings = new HashMap<>(Map.of("VESTIBULE_HTTP_TRUSTED_PROXIES", "127.0.0.0/8"));
        bursts.forEach((limit, burst) -> settings.put("VESTIBULE_LIMIT_" + limit + "_BURST", Integer.toString(burst)));
        return installation.node(settings);
    }

    private static Map<String, String> from(String network) {
        return Map.of("X-Forwarded-For", network);
    }

    private static boolean throttled(Reply reply) {
        boolean throttled = reply.header("Retry-After") != null;
        assertThat(throttled).isEqualTo(reply.status() == 429 || reply.body().contains("Too many attempts. "));
        return throttled;
    }

    private static String email(String email) {
        return "{\"email\":\"" + email + "\",\"url\":\"http://localhost:3000/\"}";
    }

    private static Reply login(Client server, String network, String email) {
        return server.post(
                "/api/rest/portal/password-login",
                from(network),
                "{\"email\":\"" + email + "\",\"password\":\"wrong\"}");
    }

    private static Reply sonarLookUp(Client server, String user, String email) {
        return server.post(
                "/api/v1/customer_portal/email_lookup",
                Client.basic(user, user + "-secret"),
                "{\"email_address\":\"" + email + "\"}");
    }

    private static Reply head(Client server, String network, String email) {
        return server.exchange("HEAD", "/api/rest/portal/customers/email/" + email, from(network), null);
    }

    private static Reply mail(Client server, String network, String call, String email) {
        return server.post("/api/rest/portal/" + call, from(network), email(email));
    }

    /** A row: what takes one of its permits, the number tells apart what doesn't matter to it, and what takes another's. */
    enum Row {
        SIGN_IN_LOGIN {
            @Override
            Reply take(Client server, int i) {
                return SignInDialect.SONAR.signIn(server, "nobody", "wrong " + i);
            }

            @Override
            Reply takeOther(Client server) {
                return SignInDialect.SONAR.signIn(server, "nobody-else", "wrong");
            }
        },
        SIGN_IN_CLIENT {
            @Override
            Reply take(Client server, int i) {
                return SignInDialect.LOGICBOXES_XML.signIn(server, "nobody" + i, "wrong");
            }

            @Override
            Reply takeOther(Client server) {
                return SignInDialect.SONAR.signIn(server, "nobody1", "wrong");
            }
        },
        SIGN_IN_NETWORK {
            @Override
            Reply take(Client server, int i) {
                return login(server, "198.51.100.1", "nobody" + i + "@example.com");
            }

            @Override
            Reply takeOther(Client server) {
                return login(server, "198.51.100.2", "nobody1@example.com");
            }
        },
        LOOK_UP_ADDRESS {
            @Override
            Reply take(Client server, int i) {
                return head(server, "198.51.100.1", "someone@example.com");
            }

            @Override
            Reply takeOther(Client server) {
                return head(server, "198.51.100.1", "nobody@example.com");
            }
        },
        LOOK_UP_CLIENT {
            @Override
            Reply take(Client server, int i) {
                return sonarLookUp(server, "demo", "nobody" + i + "@example.com");
            }

            @Override
            Reply takeOther(Client server) {
                return sonarLookUp(server, "other", "nobody1@example.com");
            }
        },
        LOOK_UP_NETWORK {
            @Override
            Reply take(Client server, int i) {
                return head(server, "198.51.100.1", "nobody" + i + "@example.com");
            }

            @Override
            Reply takeOther(Client server) {
                return head(server, "198.51.100.2", "nobody1@example.com");
            }
        },
        MAIL_ADDRESS {
            @Override
            Reply take(Client server, int i) {
                return mail(server, "198.51.100." + i, "forgot-password", "someone@example.com");
            }

            @Override
            Reply takeOther(Client server) {
                return mail(server, "198.51.100.1", "forgot-password", "john.doe@example.com");
            }
        },
        MAIL_CALLER {
            @Override
            Reply take(Client server, int i) {
                return mail(server, "198.51.100.1", "forgot-password", "nobody" + i + "@example.com");
            }

            @Override
            Reply takeOther(Client server) {
                return mail(server, "198.51.100.2", "forgot-password", "nobody1@example.com");
            }
        },
        CUSTOMER_CREATED {
            @Override
            Reply take(Client server, int i) {
                return mail(server, "198.51.100.1", "passwordless-access", "new" + i + "@example.com");
            }

            @Override
            Reply takeOther(Client server) {
                return mail(server, "198.51.100.2", "passwordless-access", "another@example.com");
            }
        },
        ADMIN_API {
            @Override
            Reply take(Client server, int i) {
                return server.get("/api/admin/v1/portals/" + i, Client.bearer(ONE_KEY));
            }

            @Override
            Reply takeOther(Client server) {
                return server.get("/api/admin/v1/portals/1", Client.bearer(ANOTHER_KEY));
            }
        };

        abstract Reply take(Client server, int i);

        abstract Reply takeOther(Client server);
    }

    @Test
    void every_limit_has_a_row() {
        assertThat(Row.values())
                .extracting(Row::name)
                .containsExactlyInAnyOrder(
                        Arrays.stream(RateLimit.values()).map(RateLimit::name).toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void a_limit_lets_its_burst_pass_then_refuses_then_gives_back_one_at_a_time(Row row) {
        Client server = node(Map.of(row.name(), 3));
        for (int i = 1; i <= 3; i++) {
            assertThat(throttled(row.take(server, i))).isFalse();
        }
        Reply refused = row.take(server, 4);
        assertThat(throttled(refused)).isTrue();
        assertThat(refused.header("Retry-After"))
                .satisfies(seconds -> assertThat(Integer.parseInt(seconds)).isBetween(DAY - 600, DAY));
        assertThat(throttled(row.takeOther(server))).isFalse();

        installation.sql("update throttle set tat = tat - interval '1 day'");
        assertThat(throttled(row.take(server, 4))).isFalse();
        assertThat(throttled(row.take(server, 5))).isTrue();
    }

    @Test
    void a_new_address_whose_customer_was_refused_leaves_no_customer_and_no_mail() {
        Client server = node(Map.of("CUSTOMER_CREATED", 1));
        mail(server, "198.51.100.1", "passwordless-access", "first@example.com");
        assertThat(mail(server, "198.51.100.1", "passwordless-access", "second@example.com")
                        .status())
                .isEqualTo(429);
        assertThat(mail(server, "198.51.100.1", "passwordless-access", "first@example.com")
                        .status())
                .isEqualTo(200);
        assertThat(installation.count("select count(*) from customer where email = 'second@example.com'"))
                .isZero();
    }

    @Test
    void each_dialect_refuses_in_its_own_shape() {
        Client server = node(Map.of("SIGN_IN_LOGIN", 1));
        for (SignInDialect dialect : SignInDialect.values()) {
            dialect.signIn(server, "somebody@example.com", "wrong");
        }
        assertThat(SignInDialect.SONAR
                        .signIn(server, "somebody@example.com", "wrong")
                        .body())
                .isEqualTo(
                        "{\"error\":{\"message\":\"Too many attempts. Please try again later.\",\"status_code\":429}}");
        Reply json = SignInDialect.LOGICBOXES_JSON.signIn(server, "somebody@example.com", "wrong");
        assertThat(json.status()).isEqualTo(500);
        assertThat(json.body())
                .isEqualTo("{\"status\":\"ERROR\",\"message\":\"Too many attempts. Please try again later.\"}");
        assertThat(SignInDialect.LOGICBOXES_XML
                        .signIn(server, "somebody@example.com", "wrong")
                        .body())
                .endsWith("<response><status>ERROR</status><message>Too many attempts. Please try again later."
                        + "</message></response>");
        Reply keaze = SignInDialect.KEAZE.signIn(server, "somebody@example.com", "wrong");
        assertThat(keaze.status()).isEqualTo(429);
        assertThat(keaze.body()).isEqualTo("{\"message\":\"Too many attempts. Please try again later.\"}");
    }

    @Test
    void what_is_refused_is_not_verified_and_does_not_count_towards_the_lock() {
        Client server = node(Map.of("SIGN_IN_LOGIN", 1));
        SignInDialect.SONAR.signIn(server, "testtest123", "wrong");
        for (int i = 0; i < 5; i++) {
            assertThat(SignInDialect.SONAR
                            .signIn(server, "testtest123", "wrong")
                            .status())
                    .isEqualTo(429);
        }
        assertThat(installation.count("select failures from lockout")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CUSTOMER_CREATED")
    void of_32_at_once_on_two_nodes_exactly_the_burst_passes(Row row) {
        List<Client> nodes = List.of(node(Map.of(row.name(), 7)), node(Map.of(row.name(), 7)));
        assertThat(Together.run(32, i -> throttled(row.take(nodes.get(i % 2), i))).stream()
                        .filter(refused -> !refused))
                .hasSize(7);
    }

    @Test
    void a_broad_limit_that_refuses_gives_the_narrow_permit_back() {
        Client narrow = node(Map.of("SIGN_IN_LOGIN", 5, "SIGN_IN_CLIENT", 3));
        assertThat(passing(narrow, "nobody", 10)).isEqualTo(3);
        assertThat(passing(node(Map.of("SIGN_IN_LOGIN", 5)), "nobody", 10)).isEqualTo(2);
    }

    @Test
    void a_narrow_limit_that_refuses_takes_nothing_from_the_broad_one() {
        Client server = node(Map.of("SIGN_IN_LOGIN", 3, "SIGN_IN_CLIENT", 5));
        assertThat(passing(server, "nobody", 10)).isEqualTo(3);
        assertThat(passing(server, "nobody-else", 10)).isEqualTo(2);
    }

    private static long passing(Client server, String login, int attempts) {
        return IntStream.range(0, attempts)
                .filter(i -> !throttled(SignInDialect.SONAR.signIn(server, login, "wrong")))
                .count();
    }

    @Test
    void the_word_of_a_caller_who_is_no_proxy_does_not_count() {
        Client server = installation.node(Map.of("VESTIBULE_LIMIT_LOOK_UP_NETWORK_BURST", "2"));
        assertThat(throttled(head(server, "198.51.100.1", "a@example.com"))).isFalse();
        assertThat(throttled(head(server, "198.51.100.2", "b@example.com"))).isFalse();
        assertThat(throttled(head(server, "198.51.100.3", "c@example.com"))).isTrue();
    }

    @Test
    void behind_proxies_the_rightmost_untrusted_hop_counts() {
        Client server = node(Map.of("LOOK_UP_NETWORK", 2));
        assertThat(throttled(head(server, "203.0.113.1, 198.51.100.1", "a@example.com")))
                .isFalse();
        assertThat(throttled(head(server, "203.0.113.2, 198.51.100.1, 127.0.0.9", "b@example.com")))
                .isFalse();
        assertThat(throttled(head(server, "203.0.113.3, 198.51.100.1", "c@example.com")))
                .isTrue();
        assertThat(throttled(head(server, "198.51.100.1, 203.0.113.1", "d@example.com")))
                .isFalse();
    }

    @Test
    void a_64_of_ipv6_is_one_network() {
        Client server = node(Map.of("LOOK_UP_NETWORK", 2));
        assertThat(throttled(head(server, "2001:db8:0:1::1", "a@example.com"))).isFalse();
        assertThat(throttled(head(server, "2001:db8:0:1:ffff::2", "b@example.com")))
                .isFalse();
        assertThat(throttled(head(server, "2001:db8:0:1::3", "c@example.com"))).isTrue();
        assertThat(throttled(head(server, "2001:db8:0:2::1", "d@example.com"))).isFalse();
    }

    @Test
    void the_case_of_a_login_makes_no_difference_to_its_limit() {
        Client server = node(Map.of("SIGN_IN_LOGIN", 2));
        assertThat(throttled(SignInDialect.SONAR.signIn(server, "nobody", "wrong")))
                .isFalse();
        assertThat(throttled(SignInDialect.SONAR.signIn(server, "NOBODY", "wrong")))
                .isFalse();
        assertThat(throttled(SignInDialect.SONAR.signIn(server, "Nobody", "wrong")))
                .isTrue();
    }

    @Test
    void the_table_holds_keyed_hashes_and_times_only() {
        SignInDialect.SONAR.signIn(node(Map.of()), "nobody", "wrong");
        assertThat(installation.count("select count(*) from throttle")).isEqualTo(2);
        String types = installation
                .sql()
                .withHandle(h -> h.statement("""
                        select string_agg(data_type, ', ' order by data_type) from information_schema.columns
                        where table_name = 'throttle'
                        """).mapTo(String.class).one());
        assertThat(types).isEqualTo("timestamp with time zone, uuid");
    }
}
