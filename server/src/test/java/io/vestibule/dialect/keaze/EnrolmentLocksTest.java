package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.PasskeyPage.Holder;
import io.vestibule.sql.Handle;
import io.vestibule.support.Authenticator;
import io.vestibule.support.Eventually;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.SoftPasskey;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * "a code where a factor is on, else the password" (docs/decisions/0009, 0040), for a password that is verified while its customer turns the
 * factor on: both wait for the customer's row, and the customer comes first.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnrolmentLocksTest {
    private final PasskeyPage page = PasskeyPage.start();

    @AfterAll
    void stop() {
        page.close();
    }

    @Test
    void no_other_secret_is_shown_for_the_password_alone() {
        Holder holder = page.holder();
        Authenticator app = offered(holder);
        Reply other = whileTurningOn(
                holder, app, () -> page.send("POST", "second-factor/totp", holder, "password", PasskeyPage.PASSWORD));
        wantsCode(other);
        assertThat(page.keaze.installation.count("select count(*) from totp_offer where customer_id = ?", holder.id()))
                .isZero();
    }

    @Test
    void no_passkey_is_begun_with_the_password_alone() {
        Holder holder = page.holder();
        wantsCode(whileTurningOn(holder, offered(holder), () -> page.askToRegister(holder)));
        assertThat(page.keaze.installation.count(
                        "select count(*) from passkey_ceremony where customer_id = ?", holder.id()))
                .isZero();
    }

    @Test
    void no_passkey_is_removed_with_the_password_alone() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        long id = page.register(holder, passkey);
        wantsCode(whileTurningOn(
                holder,
                offered(holder),
                () -> page.send("DELETE", "passkeys/" + id, holder, "password", PasskeyPage.PASSWORD)));
        page.signsIn(passkey);
    }

    private Authenticator offered(Holder holder) {
        return new Authenticator(page.send("POST", "second-factor/totp", holder, "password", PasskeyPage.PASSWORD)
                .text("secret"));
    }

    private static void wantsCode(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(422);
        assertThat(reply.text("errors", "code")).isEqualTo("[\"The code field is required.\"]");
    }

    /** The answer to another call, which waits for the statement that turns the second factor on. */
    private Reply whileTurningOn(Holder holder, Authenticator app, Supplier<Reply> other) {
        CompletableFuture<Reply> on;
        CompletableFuture<Reply> late;
        try (Handle first = page.keaze.installation.sql().open()) {
            first.execute("begin");
            first.execute("select 1 from customer where id = ? for update", holder.id());
            on = CompletableFuture.supplyAsync(
                    () -> page.send("POST", "second-factor/totp/confirm", holder, "code", app.code()));
            awaitBlocked(1);
            late = CompletableFuture.supplyAsync(other);
            awaitBlocked(2);
            first.execute("commit");
        }
        assertThat(Protected.codes(on.join())).hasSize(10);
        return late.join();
    }

    private void awaitBlocked(int calls) {
        Eventually.until(() -> page.keaze.installation.count("""
                select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                """) == calls);
    }
}
