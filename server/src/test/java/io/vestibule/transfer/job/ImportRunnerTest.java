package io.vestibule.transfer.job;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.password.PepperStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Sql;
import io.vestibule.support.BrokenDatabase;
import io.vestibule.support.TestDatabases;
import io.vestibule.transfer.ImportStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The loop of imports outlives whatever one of them meets. */
class ImportRunnerTest {
    private final BrokenDatabase database = new BrokenDatabase();

    private ImportRunner runner() {
        Sql sql = database.sql();
        var store = new ImportWorkStore(sql);
        return new ImportRunner(
                new ImportRunner.Parts(
                        store,
                        new ImportFileStore(sql),
                        new ImportStore(sql),
                        new PortalStore(sql),
                        new PepperStore(sql, MasterKey.of(Secret.of(TestDatabases.MASTER_KEY))),
                        fault -> false,
                        Duration.ofDays(1)),
                store,
                new ImportSweepStore(sql));
    }

    @Test
    void an_error_is_told_and_the_next_import_is_looked_for() {
        try (ImportRunner runner = runner()) {
            runner.start();
            until(() -> {
                runner.nudge();
                return database.asked() >= 3;
            });
            assertThat(runner.job().failing()).isTrue();
            assertThat(runner.job().fault()).isEqualTo("NoClassDefFoundError");
        }
    }
}
