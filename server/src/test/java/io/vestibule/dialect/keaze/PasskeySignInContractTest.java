package io.vestibule.dialect.keaze;

import static io.vestibule.support.SoftPasskey.base64;
import static io.vestibule.support.SoftPasskey.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.PasskeyPage.Holder;
import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void p19_a_user_handle_may_be_missing_where_a_name_was_given_and_only_there() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(holder, passkey);
        for (Json handle : new Json[] {null, Json.Null.NULL, Json.of("")}) {
            assertThat(page.signIn(SoftPasskey.with(
                                    passkey.get(page.requestOptions(holder.email())), "userHandle", handle))
                            .status())
                    .isEqualTo(200);
            assertThat(PasskeyPage.fault(
                            page.signIn(SoftPasskey.with(passkey.get(page.requestOptions()), "userHandle", handle))))
                    .contains("email address first");
        }
    }

    @Test
    void p20_a_passkey_that_nobody_has_any_more_is_told_apart_from_a_wrong_one() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        long id = page.register(holder, passkey);
        page.send("DELETE", "passkeys/" + id, holder, "password", PasskeyPage.PASSWORD);

        Reply reply = page.signIn(passkey);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().get("unknownCredential"))
                .isEqualTo(Json.object()
                        .put("rpId", "example.com")
                        .put("credentialId", base64(passkey.id))
                        .build());
        assertThat(page.list(holder).text("allAcceptedCredentials", "allAcceptedCredentialIds"))
                .isEqualTo("[]");
    }

    @Test
    void p20_a_passkey_of_another_portal_with_the_same_site_is_not_called_unknown() {
        page.keaze.installation.sql("""
                insert into portal (id, name, passkey_rp_id) values (77, 'Neighbour', 'example.com');
                insert into allowed_url (portal_id, url, origin) values (77, 'https://portal.example.com/', 'https://portal.example.com')
                """);
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(page.holder(), passkey);
        Map<String, String> there = Map.of("Portal-Id", "77");
        Json.Object options =
                page.keaze.send("POST", "passkey-login/options", there, "{}").json();

        Keaze.unauthorized(
                page.keaze.send("POST", "passkey-login", there, Keaze.json("credential", passkey.get(options))));
        PasskeyPage.expired(page.signIn(passkey.get(options)));
    }

    @Test
    void a_passkey_made_for_another_site_is_refused_and_not_called_unknown() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        long id = page.register(holder, passkey);
        page.keaze.installation.sql("update passkey set rp_id = 'example.org' where id = ?", id);
        Keaze.unauthorized(page.signIn(passkey));
        assertThat(page.requestOptions(holder.email()).toString()).doesNotContain(base64(passkey.id));
        assertThat(page.creationOptions(holder).toString()).doesNotContain(base64(passkey.id));
    }

    @Test
    void an_answer_for_another_site_is_wrong() {
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(page.holder(), passkey);
        Json.Builder elsewhere = Json.object();
        page.requestOptions().fields().forEach(elsewhere::put);
        elsewhere.put("rpId", "example.org");
        Keaze.unauthorized(page.signIn(passkey.get(elsewhere.build())));
    }

    @Test
    void p23_an_answer_from_another_page_is_refused_in_words() {
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(page.holder(), passkey);
        passkey.origin = "https://portal.example.com:8443";
        assertThat(PasskeyPage.fault(page.signIn(passkey))).contains("this page's site");
    }

    @Test
    void a_challenge_works_once_and_holds_five_minutes() {
        SoftPasskey passkey = SoftPasskey.synced();
        Holder holder = page.holder();
        page.register(holder, passkey);
        Json.Object options = page.requestOptions();
        assertThat(page.signIn(passkey.get(options)).status()).isEqualTo(200);
        PasskeyPage.expired(page.signIn(passkey.get(options)));

        Json.Object late = page.requestOptions();
        page.keaze.installation.sql("update passkey_ceremony set expires_at = expires_at - interval '299 seconds'");
        assertThat(page.keaze.installation.count("select count(*) from passkey_ceremony where expires_at > now()"))
                .isPositive();
        page.keaze.installation.sql("update passkey_ceremony set expires_at = expires_at - interval '1 second'");
        PasskeyPage.expired(page.signIn(passkey.get(late)));

        Json.Builder forRegistration = Json.object();
        page.requestOptions().fields().forEach(forRegistration::put);
        forRegistration.put("challenge", text(page.creationOptions(holder), "challenge"));
        PasskeyPage.expired(page.signIn(passkey.get(forRegistration.build())));
    }

    @Test
    void of_sixteen_at_once_with_one_challenge_on_two_nodes_one_signs_in() {
        Client other = page.keaze.installation.node(Generous.limits());
        Holder holder = page.holder();
        SoftPasskey passkey = new SoftPasskey(Algorithm.ES256);
        page.register(holder, passkey);
        long before = sessions(holder);
        String body = Keaze.json("credential", passkey.get(page.requestOptions()));

        List<Integer> statuses = Together.run(
                16,
                i -> (i % 2 == 0 ? page.keaze.client : other)
                        .post("/api/rest/portal/passkey-login", body)
                        .status());

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(status -> status == 422)).hasSize(15);
        assertThat(sessions(holder)).isEqualTo(before + 1);
    }

    @Test
    void of_sixteen_at_once_with_one_challenge_on_two_nodes_one_registers() {
        Client other = page.keaze.installation.node(Generous.limits());
        Holder holder = page.holder();
        Json.Object options = page.creationOptions(holder);

        List<Integer> statuses = Together.run(
                16,
                i -> (i % 2 == 0 ? page.keaze.client : other)
                        .post(
                                "/api/rest/portal/passkeys",
                                Client.bearer(holder.access()),
                                Keaze.json("credential", SoftPasskey.synced().create(options)))
                        .status());

        assertThat(statuses).containsOnlyOnce(201);
        assertThat(page.keaze.installation.count("select count(*) from passkey where customer_id = ?", holder.id()))
                .isEqualTo(1);
    }

    private long sessions(Holder holder) {
        return page.keaze.installation.count(
                "select count(*) from customer_session where customer_id = ?", holder.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"clientDataJSON", "authenticatorData", "signature", "userHandle"})
    void what_is_no_answer_is_refused_and_never_a_fault(String member) {
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(page.holder(), passkey);
        Json.Object good = passkey.get(page.requestOptions());
        String value = text(good, "response", member);
        for (Json bad : new Json[] {
            Json.of(value.substring(0, value.length() - 2)),
            Json.of(value + "AAAA"),
            Json.of("AAAA" + value.substring(4)),
            Json.of("A"),
            Json.of("!"),
            Json.of(7),
            Json.of(base64(new byte[37])),
            Json.of(base64(SoftPasskey.random(200)))
        }) {
            assertThat(page.signIn(SoftPasskey.with(good, member, bad)).status())
                    .as(member + " " + bad)
                    .isIn(401, 422);
        }
        assertThat(page.signIn(good).status()).as("none used the challenge up").isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"credential\":null}",
                "{\"credential\":7}",
                "{\"credential\":{}}",
                "{\"credential\":{\"id\":\"AAAA\",\"response\":{\"clientDataJSON\":\"bnVsbA\",\"authenticatorData\":\"AA\",\"signature\":\"AA\"}}}"
            })
    void what_is_no_credential_is_refused_in_words(String body) {
        Client bare = page.keaze.client;
        Reply reply = bare.post("/api/rest/portal/passkey-login", body);
        assertThat(PasskeyPage.fault(reply)).contains("toJSON");
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
