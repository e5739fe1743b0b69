package io.vestibule.dialect.keaze;

import static io.vestibule.support.SoftPasskey.base64;
import static io.vestibule.support.SoftPasskey.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.PasskeyPage.Holder;
import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Reply;
import io.vestibule.support.SoftPasskey;
import io.vestibule.support.SoftPasskey.Algorithm;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers of a browser sign in, docs/decisions/0040. Names that begin with a letter and a number are behaviour met in browsers and libraries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasskeyAnswerContractTest {
    private final PasskeyPage page = PasskeyPage.start();

    @AfterAll
    void stop() {
        page.close();
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
}
