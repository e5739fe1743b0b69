package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.dialect.keaze.PasskeyPage.Holder;
import io.vestibule.json.Json;
import io.vestibule.session.SessionStore;
import io.vestibule.support.Reply;
import io.vestibule.support.SoftPasskey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What ends a passkey beside its customer, docs/decisions/0040: the proof of a mailbox that somebody else had registered, and deletion. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasskeyLifetimeContractTest {
    private final PasskeyPage page = PasskeyPage.start();

    @AfterAll
    void stop() {
        page.close();
    }

    /** Somebody who registered with another's address, and their passkey. */
    private record Squatter(Holder holder, SoftPasskey passkey) {}

    private Squatter squatter() {
        String email = Keaze.newEmail();
        long id = page.keaze.register(email);
        Holder holder =
                new Holder(id, email, page.keaze.session(email, Keaze.PASSWORD).access());
        SoftPasskey passkey = SoftPasskey.synced();
        Reply options = page.send("POST", "passkeys/options", holder, "password", Keaze.PASSWORD);
        assertThat(page.register(holder, passkey.create(options.json())).status())
                .isEqualTo(201);
        return new Squatter(holder, passkey);
    }

    @Test
    void the_first_sign_in_link_drops_a_passkey_that_was_registered_before_it_and_what_it_opened() {
        Squatter squatter = squatter();
        String opened = page.signIn(squatter.passkey()).text("access_token");
        assertThat(page.keaze.opens(opened)).isTrue();
        Json.Object begun = page.creationOptionsWith(squatter.holder(), Keaze.PASSWORD);

        Reply holder = page.keaze.authToken(
                page.keaze.magic("passwordless-login", squatter.holder().email()));

        assertThat(holder.status()).isEqualTo(200);
        assertThat(page.signIn(squatter.passkey()).status()).isEqualTo(401);
        assertThat(page.keaze.opens(opened)).isFalse();
        assertThat(page.register(squatter.holder(), SoftPasskey.synced().create(begun))
                        .status())
                .isEqualTo(401);
        assertThat(page.keaze.installation.count(
                        "select count(*) from passkey where customer_id = ?",
                        squatter.holder().id()))
                .isZero();
        assertThat(page.keaze.events("authn_passkey_removed", squatter.holder().id()))
                .isEqualTo(1);
    }

    @Test
    void so_it_does_where_the_password_is_another_by_now() {
        Squatter squatter = squatter();
        page.keaze.installation.sql(
                "update customer set password_origin = 'operator' where id = ?",
                squatter.holder().id());
        String opened = page.signIn(squatter.passkey()).text("access_token");

        assertThat(page.keaze
                        .authToken(page.keaze.magic(
                                "passwordless-login", squatter.holder().email()))
                        .status())
                .isEqualTo(200);
        assertThat(page.signIn(squatter.passkey()).status()).isEqualTo(401);
        assertThat(page.keaze.opens(opened)).isFalse();
        assertThat(page.keaze.mails(squatter.holder().id(), "passkey-removed")).isEqualTo(1);
    }

    @Test
    void a_reset_link_as_the_first_proof_drops_it_too_and_a_later_one_leaves_passkeys() {
        Squatter squatter = squatter();
        String email = squatter.holder().email();
        page.keaze.post(
                "reset-password/" + page.keaze.magic("forgot-password", email).path(),
                "newPassword",
                "the next fine one");
        assertThat(page.signIn(squatter.passkey()).status()).isEqualTo(401);
        assertThat(page.keaze.mails(squatter.holder().id(), "passkey-removed")).isEqualTo(1);

        Holder holder = new Holder(
                squatter.holder().id(),
                email,
                page.keaze.session(email, "the next fine one").access());
        SoftPasskey own = SoftPasskey.synced();
        Json.Object begun = page.creationOptionsWith(holder, "the next fine one");
        page.register(holder, own.create(page.creationOptionsWith(holder, "the next fine one")));
        page.keaze.post(
                "reset-password/" + page.keaze.magic("forgot-password", email).path(),
                "newPassword",
                "one more fine one");
        page.signsIn(own);
        Holder again = new Holder(
                holder.id(),
                email,
                page.keaze.session(email, "one more fine one").access());
        PasskeyPage.expired(page.register(again, SoftPasskey.synced().create(begun)));
    }

    @Test
    void a_new_token_epoch_voids_challenges_and_leaves_passkeys() {
        try (PasskeyPage restored = PasskeyPage.start()) {
            SoftPasskey passkey = SoftPasskey.synced();
            restored.register(restored.holder(), passkey);
            Json.Object before = restored.requestOptions();

            new SessionStore(restored.keaze.installation.sql()).startEpoch(AuditContext.COMMAND);

            PasskeyPage.expired(restored.signIn(passkey.get(before)));
            restored.signsIn(passkey);
        }
    }

    @Test
    void deleting_a_customer_deletes_their_passkeys() {
        Holder holder = page.holder();
        page.register(holder, SoftPasskey.synced());
        page.creationOptions(holder);
        page.keaze.installation.sql("delete from customer where id = ?", holder.id());
        assertThat(page.keaze.installation.count("""
                        select (select count(*) from passkey where customer_id = %1$d)
                             + (select count(*) from passkey_user where customer_id = %1$d)
                             + (select count(*) from passkey_ceremony where customer_id = %1$d)
                        """.formatted(holder.id()))).isZero();
    }
}
