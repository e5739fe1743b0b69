package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Direct;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** "Database down: 503 with Retry-After", also where the answer needs CORS headers, which are looked up. */
class DatabaseAwayForBrowsersTest {
    private static final String CALL = "/api/rest/portal/password-login";
    private static final String LOGIN = "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}";

    @Test
    void a_page_can_read_that_the_service_is_unavailable() {
        try (Installation installation = Installation.demo()) {
            Client server = installation.node();
            Map<String, String> known = Map.of("Origin", "http://localhost:3000");
            assertThat(server.post(CALL, known, LOGIN).status()).isEqualTo(200);

            takeAway(installation);

            Reply reply = server.post(CALL, known, LOGIN);
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isNotNull();
            assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");

            String origin = "https://portal.example.com";
            Reply preflight = server.exchange(
                    "OPTIONS", CALL, Map.of("Origin", origin, "Access-Control-Request-Method", "POST"), null);
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(origin);
            assertThat(preflight.header("Access-Control-Max-Age")).isEqualTo("0");
            Reply unknown = server.post(CALL, Map.of("Origin", origin), LOGIN);
            assertThat(unknown.status()).isEqualTo(503);
            assertThat(unknown.header("Retry-After")).isNotNull();
            assertThat(unknown.header("Access-Control-Allow-Origin")).isEqualTo(origin);
            Reply malformed = server.exchange("GET", "/api/rest/portal/nothing", Map.of("Origin", origin), null);
            assertThat(malformed.header("Access-Control-Allow-Origin")).isNull();
        }
    }

    private static void takeAway(Installation installation) {
        String url = installation.place().url();
        String database = installation
                .sql()
                .withHandle(h -> h.statement("select current_database()")
                        .mapTo(String.class)
                        .one());
        Direct.sql(
                        url.replace("/" + database, "/postgres"),
                        installation.place().user(),
                        installation.place().password())
                .useHandle(h -> {
                    h.execute("alter database " + database + " with allow_connections false");
                    h.statement("select pg_terminate_backend(pid) from pg_stat_activity where datname = :database")
                            .bind("database", database)
                            .mapTo(Boolean.class)
                            .list();
                });
    }
}
