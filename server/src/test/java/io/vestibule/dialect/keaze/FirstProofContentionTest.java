package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.Keaze.Magic;
import io.vestibule.dialect.keaze.PasskeyPage.Holder;
import io.vestibule.sql.Handle;
import io.vestibule.support.Reply;
import io.vestibule.support.SoftPasskey;
import io.vestibule.support.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What comes at the moment at which a moved account's mailbox is proven: docs/decisions/0065. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstProofContentionTest {
    private final PasskeyPage page = PasskeyPage.start();
    private final Keaze keaze = page.keaze;

    @AfterAll
    void stop() {
        page.close();
    }

    /** Somebody who signed in by a link, and moved to an address that nobody has proven. */
    private Holder moved() {
        String own = Keaze.newEmail();
        String wanted = Keaze.newEmail();
        Magic link = keaze.magic("passwordless-access", own);
        String access = keaze.authToken(link).text("accessToken");
        Magic change = keaze.magic("passwordless-change-email", own);
        assertThat(keaze.patch("passwordless-change-email/" + change.path(), "currentEmail", own, "newEmail", wanted)
                        .status())
                .isEqualTo(200);
        return new Holder(link.id(), wanted, access);
    }

    @Test
    void a_passkey_that_is_registered_while_the_mailbox_is_proven_is_not_kept() {
        page.register(page.holder(), SoftPasskey.synced()); // the first loads the library, for seconds
        Holder mallory = moved();
        SoftPasskey passkey = SoftPasskey.synced();
        var credential =
                passkey.create(page.send("POST", "passkeys/options", mallory).json());
        Magic link = keaze.magic("passwordless-access", mallory.email());
        CompletableFuture<Reply> redeemed;
        CompletableFuture<Reply> registered;
        try (Handle other = keaze.installation.sql().open()) {
            other.execute("begin");
            other.execute("select 1 from customer where id = ? for update", mallory.id());
            redeemed = CompletableFuture.supplyAsync(() -> keaze.authToken(link));
            awaitBlocked(1);
            registered = CompletableFuture.supplyAsync(() -> page.register(mallory, credential));
            awaitBlocked(2);
            other.execute("commit");
        }
        assertThat(redeemed.join().status()).isEqualTo(200);
        assertThat(registered.join().status()).isIn(201, 422);
        assertThat(page.signIn(passkey).status()).isEqualTo(401);
        assertThat(keaze.installation.count("select count(*) from passkey where customer_id = ?", mallory.id()))
                .isZero();
    }

    @Test
    void of_several_links_at_once_one_proves_the_mailbox_and_voids_the_others() {
        Holder mallory = moved();
        List<Magic> links = Stream.generate(() -> keaze.magic("passwordless-login", mallory.email()))
                .limit(4)
                .toList();

        List<Integer> statuses =
                Together.run(8, i -> keaze.authToken(links.get(i % 4)).status());

        assertThat(statuses).containsOnly(200, 404).containsOnlyOnce(200);
        assertThat(alive(mallory.id())).isEqualTo(1);
    }

    private long alive(long customer) {
        return keaze.installation.count(
                "select count(*) from customer_session where ended_at is null and customer_id = ?", customer);
    }

    private void awaitBlocked(int count) {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (keaze.installation.count("""
                select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                """) < count) {
            assertThat(Instant.now()).as("too few wait for a lock").isBefore(end);
        }
    }
}
