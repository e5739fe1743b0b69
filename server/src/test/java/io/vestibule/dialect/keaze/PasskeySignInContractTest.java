package io.vestibule.dialect.keaze;

import static io.vestibule.support.SoftPasskey.base64;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.PasskeyPage.Holder;
import io.vestibule.json.Json;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.SoftPasskey;
import io.vestibule.support.SoftPasskey.Algorithm;
import io.vestibule.support.StoredCustomer;
import io.vestibule.support.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Signing in with passkeys, docs/decisions/0040. Names that begin with a letter and a number are behaviour met in browsers and libraries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasskeySignInContractTest {
    private final PasskeyPage page = PasskeyPage.start();

    @AfterAll
    void stop() {
        page.close();
    }

    private String detail(String event, long customer) {
        return page.keaze
                .installation
                .sql()
                .withHandle(h -> h.statement("""
                        select detail::text from audit_event where event = :event and customer_id = :customer order by id desc limit 1
                        """)
                        .bind("event", event)
                        .bind("customer", customer)
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void it_answers_as_a_password_login_does_and_the_session_says_by_what() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(holder, passkey);

        Reply reply = page.signIn(passkey);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().fields().keySet())
                .containsExactly("access_token", "refresh_token", "token_type", "expires_in", "expires_at");
        assertThat(page.keaze.refresh(reply.text("refresh_token")).status()).isEqualTo(200);
        assertThat(page.keaze.get("sessions", reply.text("access_token")).body())
                .contains("\"current\":true,\"signedInBy\":\"passkey\"");
        assertThat(page.keaze.installation.count(
                        "select count(*) from customer_session where customer_id = ? and amr = '{hwk,user,mfa}'",
                        holder.id()))
                .isEqualTo(1);
        assertThat(detail("authn_login_success", holder.id())).contains("\"by\": \"passkey\"");
    }

    @Test
    void no_second_factor_is_asked_for_afterwards() {
        Protected customer = page.keaze.protectedCustomer();
        Holder holder = new Holder(
                customer.id,
                customer.email,
                customer.signIn().get("Authorization").substring(7));
        SoftPasskey passkey = SoftPasskey.synced();
        Json.Object options = page.send("POST", "passkeys/options", holder, "code", customer.app.code())
                .json();
        page.register(holder, passkey.create(options));
        page.signsIn(passkey);
    }

    @Test
    void a_lock_of_wrong_passwords_does_not_stop_it_and_it_does_not_end_the_lock() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(holder, passkey);
        for (int i = 0; i < 5; i++) {
            page.keaze.login(holder.email(), "wrong");
        }
        page.signsIn(passkey);
        Keaze.unauthorized(page.keaze.login(holder.email(), PasskeyPage.PASSWORD));
    }

    @Test
    void a_wrong_one_counts_no_failure() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(holder, passkey);
        Json.Object wrong = SoftPasskey.with(
                passkey.get(page.requestOptions()),
                "signature",
                SoftPasskey.synced().get(page.requestOptions()).get("response") instanceof Json.Object other
                        ? other.get("signature")
                        : null);
        Keaze.unauthorized(page.signIn(wrong));
        assertThat(page.keaze.failures(holder.id())).isZero();
        assertThat(detail("authn_login_fail", holder.id())).contains("\"reason\": \"signature\"");
    }

    @Test
    void a_disabled_customer_and_a_wrong_signature_get_one_answer() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(holder, passkey);
        page.keaze.installation.sql("update customer set disabled_at = now() where id = ?", holder.id());
        Keaze.unauthorized(page.signIn(passkey));
        page.keaze.installation.sql("update customer set disabled_at = null where id = ?", holder.id());
        page.signsIn(passkey);
    }

    @Test
    void an_address_lists_its_passkeys_and_one_without_any_a_list_that_looks_alike() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(holder, passkey);
        Json.Object options = page.requestOptions(holder.email().toUpperCase(Locale.ROOT));
        assertThat(options.get("allowCredentials").toString()).contains(base64(passkey.id));
        assertThat(page.signIn(passkey.get(options)).status()).isEqualTo(200);

        for (String email : List.of(Keaze.newEmail(), page.holder().email(), "no address")) {
            Json.Object decoy = page.requestOptions(email);
            assertThat(decoy.fields().keySet()).isEqualTo(options.fields().keySet());
            List<Json> listed = ((Json.Array) decoy.get("allowCredentials")).items();
            assertThat(listed)
                    .singleElement()
                    .satisfies(item -> assertThat(((Json.Object) item).fields().keySet())
                            .containsExactly("type", "id", "transports"));
            assertThat(page.requestOptions(email).get("allowCredentials"))
                    .as("the same each time")
                    .isEqualTo(decoy.get("allowCredentials"));
            Keaze.unauthorized(page.signIn(passkey.get(decoy)));
        }
    }

    @Test
    void a_sign_in_begun_for_one_customer_is_not_completed_by_another() {
        SoftPasskey passkey = SoftPasskey.synced();
        SoftPasskey other = SoftPasskey.synced();
        Holder holder = page.holder();
        page.register(holder, passkey);
        page.register(page.holder(), other);
        Keaze.unauthorized(page.signIn(other.get(page.requestOptions(holder.email()))));
        other.userHandle = passkey.userHandle;
        Keaze.unauthorized(page.signIn(other));
    }

    @Test
    void p12_a_passkey_that_did_not_verify_its_user_is_refused_in_words() {
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(page.holder(), passkey);
        passkey.verifies = false;
        assertThat(PasskeyPage.fault(page.signIn(passkey))).contains("check that it is you");
        passkey.verifies = true;
        page.signsIn(passkey);
    }

    @Test
    void p17_what_is_not_known_of_backups_is_learnt_and_what_is_known_can_not_change() {
        SoftPasskey moved = SoftPasskey.synced();
        long id = page.register(page.holder(), moved);
        page.keaze.installation.sql(
                "update passkey set backup_eligible = null, backed_up = null, verified = null where id = ?", id);
        page.signsIn(moved);
        assertThat(page.stored(id, "array[verified, backup_eligible, backed_up]"))
                .isEqualTo("{t,t,t}");

        moved.backedUp = false;
        page.signsIn(moved);
        assertThat(page.stored(id, "backed_up")).isEqualTo("false");
        moved.backupEligible = false;
        Keaze.unauthorized(page.signIn(moved));

        SoftPasskey device = new SoftPasskey(Algorithm.ES256);
        page.register(page.holder(), device);
        device.backupEligible = true;
        Keaze.unauthorized(page.signIn(device));
    }

    @Test
    void p18_a_counter_that_steps_back_signs_in_and_is_told() {
        Holder holder = page.holder();
        SoftPasskey passkey = new SoftPasskey(Algorithm.ES256);
        long id = page.register(holder, passkey);
        page.signsIn(passkey);
        passkey.counter = 2;
        page.signsIn(passkey);
        passkey.counter = 7;
        page.signsIn(passkey);
        assertThat(page.keaze.events("authn_passkey_counter", holder.id())).isZero();
        assertThat(page.stored(id, "counter")).isEqualTo("7");

        for (long back : new long[] {7, 5, 0}) {
            long before = Long.parseLong(page.stored(id, "counter"));
            passkey.counter = back;
            page.signsIn(passkey);
            assertThat(detail("authn_passkey_counter", holder.id()))
                    .contains("\"before\": " + before, "\"now\": " + back);
            assertThat(page.stored(id, "counter")).isEqualTo(Long.toString(back));
        }
        assertThat(page.keaze.events("authn_passkey_counter", holder.id())).isEqualTo(3);
    }

    @Test
    void p18_sign_ins_at_once_are_no_copies_of_each_other() {
        Holder holder = page.holder();
        SoftPasskey passkey = new SoftPasskey(Algorithm.ES256);
        passkey.step = 1;
        long id = page.register(holder, passkey);
        page.signsIn(passkey);
        Json.Object earlier = passkey.get(page.requestOptions());
        Json.Object later = passkey.get(page.requestOptions());
        assertThat(page.signIn(later).status()).isEqualTo(200);
        assertThat(page.signIn(earlier).status()).as("arrives last").isEqualTo(200);

        List<Json.Object> many = new ArrayList<>();
        List<Json.Object> options = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            options.add(page.requestOptions());
        }
        options.forEach(asked -> many.add(passkey.get(asked)));
        assertThat(Together.run(8, i -> page.signIn(many.get(7 - i)).status())).containsOnly(200);
        assertThat(page.keaze.events("authn_passkey_counter", holder.id())).isZero();
        assertThat(page.stored(id, "counter")).isEqualTo(Long.toString(passkey.counter));
    }

    @Test
    void a_temporary_password_does_not_matter_to_a_passkey() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(holder, passkey);
        page.keaze.installation.sql(
                "update customer set password_until = now() + interval '1 day' where id = ?", holder.id());
        page.signsIn(passkey);
    }

    @Test
    void options_have_a_count_of_their_own_beside_a_networks_sign_ins() {
        try (Keaze strict = Keaze.start(Map.of(
                "VESTIBULE_LIMIT_SIGN_IN_NETWORK_BURST", "3", "VESTIBULE_LIMIT_SIGN_IN_NETWORK_REFILL", "1/1h"))) {
            strict.installation.sql("update portal set passkey_rp_id = 'example.com' where id = 1");
            for (int i = 0; i < 3; i++) {
                assertThat(strict.post("passkey-login/options").status()).isEqualTo(200);
            }
            assertThat(strict.post("passkey-login/options").status()).isEqualTo(429);
            assertThat(strict.post("passkey-login/options", "email", "a@example.com")
                            .status())
                    .isEqualTo(429);
            String email = Keaze.newEmail();
            StoredCustomer.of(email).password(PasskeyPage.PASSWORD).store(strict.installation);
            assertThat(strict.login(email, PasskeyPage.PASSWORD).status()).isEqualTo(200);

            SoftPasskey nobodys = SoftPasskey.synced();
            Json.Object options = Json.object()
                    .put("challenge", "x")
                    .put("rpId", "example.com")
                    .build();
            for (int i = 0; i < 2; i++) {
                PasskeyPage.expired(strict.post("passkey-login", "credential", nobodys.get(options)));
            }
            assertThat(strict.post("passkey-login", "credential", nobodys.get(options))
                            .status())
                    .isEqualTo(429);
        }
    }
}
