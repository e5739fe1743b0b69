package io.vestibule.dialect.keaze;

import static io.vestibule.support.SoftPasskey.base64;
import static io.vestibule.support.SoftPasskey.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.PasskeyPage.Holder;
import io.vestibule.json.Json;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.SoftPasskey;
import io.vestibule.support.Together;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Adding, naming and removing passkeys, docs/decisions/0040: who may, how many, and who is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasskeyChangesContractTest {
    private static final String APPLE = "fbfc3007-154e-4ecc-8c0b-6e020557d7bd";

    private final PasskeyPage page = PasskeyPage.start();

    @AfterAll
    void stop() {
        page.close();
    }

    @Test
    void p5_one_more_than_allowed_is_refused_in_words_before_the_browser_is_asked() {
        try (PasskeyPage two = PasskeyPage.start("passkey_limit = 2")) {
            Holder holder = two.holder();
            Json.Object early = two.creationOptions(holder);
            two.register(holder, SoftPasskey.synced());
            two.register(holder, SoftPasskey.synced());

            Reply refused = two.askToRegister(holder);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text("message")).contains("2 passkeys").contains("remove one");
            assertThat(two.register(holder, SoftPasskey.synced().create(early)).status())
                    .as("nor is one that was begun before")
                    .isEqualTo(409);
            assertThat(two.keaze.installation.count("select count(*) from passkey where customer_id = ?", holder.id()))
                    .isEqualTo(2);
        }
    }

    @Test
    void p5_of_many_at_once_no_more_register_than_are_allowed() {
        try (PasskeyPage two = PasskeyPage.start("passkey_limit = 2")) {
            Holder holder = two.holder();
            List<Json.Object> credentials = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                credentials.add(SoftPasskey.synced().create(two.creationOptions(holder)));
            }
            List<Integer> statuses = Together.run(
                    8, i -> two.register(holder, credentials.get(i)).status());
            assertThat(statuses.stream().filter(status -> status == 201)).hasSize(2);
            assertThat(statuses.stream().filter(status -> status == 409)).hasSize(6);
        }
    }

    @Test
    void p20_the_whole_list_comes_with_each_change() {
        Holder holder = page.holder();
        assertThat(page.list(holder).json().fields().keySet()).containsExactly("passkeys");

        SoftPasskey first = SoftPasskey.synced();
        SoftPasskey second = SoftPasskey.synced();
        long id = page.register(holder, first);
        Reply added = page.register(holder, second.create(page.creationOptions(holder)));
        assertThat(accepted(added)).containsExactly(base64(first.id), base64(second.id));
        assertThat(added.text("allAcceptedCredentials", "rpId")).isEqualTo("example.com");
        assertThat(added.text("allAcceptedCredentials", "userId")).isEqualTo(base64(first.userHandle));
        assertThat(added.json().get("currentUserDetails"))
                .isEqualTo(Json.object()
                        .put("rpId", "example.com")
                        .put("userId", base64(first.userHandle))
                        .put("name", holder.email())
                        .put("displayName", "")
                        .build());

        Reply removed = page.send("DELETE", "passkeys/" + id, holder, "password", PasskeyPage.PASSWORD);
        assertThat(removed.status()).isEqualTo(200);
        assertThat(accepted(removed)).containsExactly(base64(second.id));
        assertThat(accepted(page.list(holder))).containsExactly(base64(second.id));
    }

    private static List<String> accepted(Reply reply) {
        return ((Json.Array) ((Json.Object) reply.json().get("allAcceptedCredentials")).get("allAcceptedCredentialIds"))
                .items().stream().map(id -> ((Json.Text) id).value()).toList();
    }

    @Test
    void models_are_allowed_and_blocked_and_one_that_tells_none_is_taken() {
        try (PasskeyPage strict = PasskeyPage.start("passkey_allowed = '{" + APPLE + "}'")) {
            Holder holder = strict.holder();
            strict.register(holder, SoftPasskey.synced().model(APPLE));
            strict.register(holder, SoftPasskey.synced());
            assertThat(PasskeyPage.fault(strict.register(
                            holder,
                            SoftPasskey.synced()
                                    .model("bada5566-a7aa-401f-bd96-45619a55120d")
                                    .create(strict.creationOptions(holder)))))
                    .contains("aren't accepted");
        }
    }

    @Test
    void registering_and_removing_take_the_password() {
        Holder holder = page.holder();
        Reply missing = page.send("POST", "passkeys/options", holder);
        assertThat(missing.status()).isEqualTo(422);
        assertThat(missing.text("errors", "password")).contains("required");
        Reply wrong = page.send("POST", "passkeys/options", holder, "password", "wrong");
        assertThat(wrong.text("errors", "password")).contains("wrong");
        assertThat(page.keaze.failures(holder.id())).isEqualTo(1);

        long id = page.register(holder, SoftPasskey.synced());
        assertThat(page.send("DELETE", "passkeys/" + id, holder).status()).isEqualTo(422);
        assertThat(page.list(holder).body()).contains("\"id\":" + id);
    }

    @Test
    void where_a_second_factor_is_on_they_take_a_code_instead() {
        Protected customer = page.keaze.protectedCustomer();
        Holder holder = new Holder(
                customer.id,
                customer.email,
                customer.signIn().get("Authorization").substring(7));
        Reply reply = page.send("POST", "passkeys/options", holder, "password", customer.password);
        assertThat(reply.text("errors", "code")).contains("required");
        assertThat(page.send("POST", "passkeys/options", holder, "code", customer.app.wrong())
                        .text("errors", "code"))
                .contains("wrong");
        assertThat(page.send("POST", "passkeys/options", holder, "code", customer.app.code())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_challenge_is_its_customers_registers_once_and_holds_five_minutes() {
        Holder holder = page.holder();
        Json.Object options = page.creationOptions(holder);
        PasskeyPage.expired(page.register(page.holder(), SoftPasskey.synced().create(options)));
        assertThat(page.register(holder, SoftPasskey.synced().create(options)).status())
                .isEqualTo(201);
        PasskeyPage.expired(page.register(holder, SoftPasskey.synced().create(options)));

        Json.Object late = page.creationOptions(holder);
        page.keaze.installation.sql("update passkey_ceremony set expires_at = expires_at - interval '5 minutes'");
        PasskeyPage.expired(page.register(holder, SoftPasskey.synced().create(late)));

        Json.Builder forSignIn = Json.object();
        page.creationOptions(holder).fields().forEach(forSignIn::put);
        forSignIn.put("challenge", text(page.requestOptions(), "challenge"));
        PasskeyPage.expired(page.register(holder, SoftPasskey.synced().create(forSignIn.build())));
    }

    @Test
    void a_passkey_is_registered_once() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(holder, passkey);
        Holder other = page.holder();
        Reply again = page.register(other, passkey.create(page.creationOptions(other)));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("message")).contains("registered already");
    }

    @Test
    void adding_and_removing_are_mailed_and_audited() {
        Holder holder = page.holder();
        long id = page.register(holder, SoftPasskey.synced());
        assertThat(page.keaze.mails(holder.id(), "passkey-added")).isEqualTo(1);
        assertThat(page.keaze.events("authn_passkey_added", holder.id())).isEqualTo(1);
        page.send("DELETE", "passkeys/" + id, holder, "password", PasskeyPage.PASSWORD);
        assertThat(page.keaze.mails(holder.id(), "passkey-removed")).isEqualTo(1);
        assertThat(page.keaze.events("authn_passkey_removed", holder.id())).isEqualTo(1);
    }

    @Test
    void a_passkey_is_named_and_removed_by_its_customer_alone() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        long id = page.register(holder, passkey);
        assertThat(page.send("PATCH", "passkeys/" + id, holder, "name", "My phone")
                        .status())
                .isEqualTo(200);
        assertThat(page.list(holder).body()).contains("\"name\":\"My phone\"");
        assertThat(page.send("PATCH", "passkeys/" + id, holder, "name", "x".repeat(101))
                        .status())
                .isEqualTo(422);

        Holder other = page.holder();
        assertThat(page.send("PATCH", "passkeys/" + id, other, "name", "Mine").status())
                .isEqualTo(404);
        assertThat(page.send("DELETE", "passkeys/" + id, other, "password", PasskeyPage.PASSWORD)
                        .status())
                .isEqualTo(404);
        assertThat(page.send("DELETE", "passkeys/x", holder, "password", PasskeyPage.PASSWORD)
                        .status())
                .isEqualTo(404);
        page.signsIn(passkey);
        assertThat(page.list(holder).body()).doesNotContain("\"lastUsedAt\":null");
    }
}
