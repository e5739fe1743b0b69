package io.vestibule.scenario;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * "A synchronous standby that is away: no more backends than the pool has connections, {@code /readyz} says so, and all is well
 * when it is back" (operations).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandbyAwayTest {
    private static final int POOL = 4;

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node(Map.of("VESTIBULE_DATABASE_POOL", Integer.toString(POOL)));
    }

    @AfterEach
    void letStandbysBe() {
        standbys("");
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private void standbys(String names) {
        installation.sql("alter system set synchronous_standby_names = '" + names + "'");
        installation.sql("select pg_reload_conf()");
        until(() -> installation.count(
                        "select count(*) from pg_settings where name = 'synchronous_standby_names' and setting = ?",
                        names)
                == 1);
    }

    private long backends() {
        return installation.count("select count(*) from pg_stat_activity where datname = current_database()"
                + " and application_name like 'vestibule %'");
    }

    private int signIn() {
        return SignInDialect.KEAZE
                .signIn(server, "john.doe@example.com", "correct horse 9")
                .status();
    }

    @Test
    void writes_that_nobody_confirms_take_no_more_backends_than_the_pool_has_connections() {
        assertThat(signIn()).isEqualTo(200);
        standbys("nobody");
        until(() -> signIn() == 503); // PostgreSQL heeds it a moment later

        for (int round = 0; round < 3; round++) {
            assertThat(Together.run(8, i -> signIn())).containsOnly(503);
            until(() -> backends() <= POOL); // one that ends is counted until it is gone
        }
        until(() -> server.management("/readyz").status() == 503);

        standbys("");
        until(() -> server.management("/readyz").status() == 200);
        until(() -> signIn() == 200);
    }
}
