package io.vestibule.oauth;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.session.SigningKeys;
import io.vestibule.sql.Sql;
import io.vestibule.support.BrokenDatabase;
import io.vestibule.support.TestDatabases;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The loop of logout notices outlives whatever it meets. */
class LogoutNotifierTest {
    private final BrokenDatabase database = new BrokenDatabase();

    private LogoutNotifier notifier() {
        Sql sql = database.sql();
        MasterKey keys = MasterKey.of(Secret.of(TestDatabases.MASTER_KEY));
        var tokens = new LogoutTokens(
                new SigningKeys(sql, keys, Duration.ofHours(1)),
                new Issuers(URI.create("https://id.example.com")),
                new Subjects(new PairwiseKeyStore(sql, keys)),
                Clock.systemUTC());
        return new LogoutNotifier(new LogoutNoticeStore(sql, false), tokens);
    }

    @Test
    void an_error_is_told_and_notices_are_looked_for_again() {
        try (LogoutNotifier notifier = notifier()) {
            notifier.start();
            until(() -> database.asked() >= 2);
            assertThat(notifier.job().failing()).isTrue();
            assertThat(notifier.job().fault()).isEqualTo("NoClassDefFoundError");
        }
    }
}
