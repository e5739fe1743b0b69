package io.vestibule.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "The database may be behind PgBouncer" (operations). */
@Tag("proxies")
class PgBouncerTest {
    private static final String RIGHT = "correct horse 9";

    private final Installation installation = Installation.demo(Generous.limits());

    @AfterEach
    void stop() {
        installation.close();
    }

    @ParameterizedTest
    @CsvSource({"session, 20", "transaction, 3"})
    void every_call_is_answered_however_many_come(String mode, int connections) {
        try (PgBouncer pooler = PgBouncer.start(installation.place(), mode, connections)) {
            Client server = installation.node(Map.of("VESTIBULE_DATABASE_URL", pooler.url()));
            for (SignInDialect dialect : SignInDialect.values()) {
                assertThat(dialect.signIn(server, "john.doe@example.com", RIGHT))
                        .matches(dialect::admits);
            }
            List<Integer> statuses = Together.run(12, i -> renewedAndRead(server));
            assertThat(statuses).containsOnly(200);
            installation.stop();
        }
    }

    /** Often enough for the driver to prepare each statement at the database. */
    private static int renewedAndRead(Client server) {
        Reply last = SignInDialect.KEAZE.signIn(server, "john.doe@example.com", RIGHT);
        for (int i = 0; i < 8 && last.status() == 200; i++) {
            String refresh = last.text("refresh_token");
            last = server.post("/api/rest/portal/refresh-token", "{\"refreshToken\":\"%s\"}".formatted(refresh));
        }
        return last.status() == 200
                ? server.get("/api/rest/portal/profile", Client.bearer(last.text("access_token")))
                        .status()
                : last.status();
    }
}
