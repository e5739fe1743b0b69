package io.vestibule.dialect.keaze;

import static io.vestibule.support.SoftPasskey.base64;
import static io.vestibule.support.SoftPasskey.bytes;
import static io.vestibule.support.SoftPasskey.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.dialect.keaze.PasskeyPage.Holder;
import io.vestibule.json.Json;
import io.vestibule.session.SessionStore;
import io.vestibule.support.Client;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.SoftPasskey;
import io.vestibule.support.SoftPasskey.Algorithm;
import io.vestibule.support.Together;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Registering passkeys, docs/decisions/0040. Names that begin with a letter and a number are behaviour met in browsers and libraries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasskeyContractTest {
    private static final String APPLE = "fbfc3007-154e-4ecc-8c0b-6e020557d7bd";

    private final PasskeyPage page = PasskeyPage.start();

    @AfterAll
    void stop() {
        page.close();
    }

    private Stream<Json.Object> everyOptionsAnswer() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        passkey.transports = List.of();
        page.register(holder, passkey);
        page.register(holder, SoftPasskey.synced());
        return Stream.of(
                page.creationOptions(holder),
                page.requestOptions(),
                page.requestOptions(holder.email()),
                page.requestOptions(Keaze.newEmail()));
    }

    private static List<Json> within(Json value) {
        List<Json> all = new ArrayList<>(List.of(value));
        if (value instanceof Json.Object object) {
            object.fields().values().forEach(item -> all.addAll(within(item)));
        } else if (value instanceof Json.Array(List<Json> items)) {
            items.forEach(item -> all.addAll(within(item)));
        }
        return all;
    }

    @Test
    void p1_no_options_answer_holds_a_null() {
        assertThat(everyOptionsAnswer())
                .allSatisfy(options -> assertThat(within(options)).doesNotContain(Json.Null.NULL));
    }

    @Test
    void p2_credProps_is_asked_for_at_registration_and_no_extension_at_sign_in() {
        List<Json.Object> options = everyOptionsAnswer().toList();
        assertThat(options.getFirst().get("extensions"))
                .isEqualTo(Json.object().put("credProps", true).build());
        assertThat(options.subList(1, 4))
                .allSatisfy(request -> assertThat(request.get("extensions")).isNull());
    }

    @Test
    void p3_bytes_are_base64url_without_padding() {
        String base64url = "[A-Za-z0-9_-]+";
        assertThat(everyOptionsAnswer()).allSatisfy(options -> {
            assertThat(text(options, "challenge")).matches("[A-Za-z0-9_-]{43}");
            for (String list : List.of("excludeCredentials", "allowCredentials")) {
                if (options.get(list) instanceof Json.Array(List<Json> items)) {
                    assertThat(items)
                            .allSatisfy(item ->
                                    assertThat(text((Json.Object) item, "id")).matches(base64url));
                }
            }
            if (options.get("user") instanceof Json.Object user) {
                assertThat(text(user, "id")).matches(base64url);
            }
        });
    }

    @Test
    void p4_user_and_site_have_their_names_and_all_passkeys_of_a_customer_one_handle() {
        Holder holder = page.holder();
        Json.Object options = page.creationOptions(holder);
        assertThat(text(options, "user", "name")).isEqualTo(holder.email());
        assertThat(text(options, "user", "displayName")).isEmpty();
        assertThat(text(options, "rp", "name")).isNotEmpty();
        assertThat(text(options, "rp", "id")).isEqualTo("example.com");

        String handle = text(options, "user", "id");
        assertThat(bytes(handle)).hasSize(32);
        assertThat(text(page.creationOptions(holder), "user", "id")).isEqualTo(handle);
        assertThat(text(page.creationOptions(page.holder()), "user", "id")).isNotEqualTo(handle);
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
    void p6_the_customers_passkeys_are_excluded() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        page.register(holder, passkey);
        page.register(page.holder(), SoftPasskey.synced());

        assertThat(page.creationOptions(holder).get("excludeCredentials"))
                .isEqualTo(new Json.Array(List.of(Json.object()
                        .put("type", "public-key")
                        .put("id", base64(passkey.id))
                        .put("transports", new Json.Array(List.of(Json.of("internal"), Json.of("hybrid"))))
                        .build())));
    }

    @Test
    void p7_transports_are_given_back_as_they_came_and_left_out_where_none_came() {
        Holder holder = page.holder();
        SoftPasskey odd = SoftPasskey.synced();
        odd.transports = List.of("ble", "hybrid", "telepathy");
        SoftPasskey silent = SoftPasskey.synced();
        silent.transports = List.of();
        page.register(holder, odd);
        page.register(holder, silent);

        Json.Object options = page.requestOptions(holder.email());
        assertThat(options.toString()).contains("[\"ble\",\"hybrid\",\"telepathy\"]");
        List<Json> listed = ((Json.Array) options.get("allowCredentials")).items();
        assertThat(listed).hasSize(2);
        assertThat(((Json.Object) listed.get(1)).fields().keySet()).containsExactly("type", "id");
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "EDDSA", "RS256"})
    void p8_p27_each_algorithm_that_is_asked_for_registers_and_signs_in(Algorithm algorithm) {
        SoftPasskey passkey = new SoftPasskey(algorithm);
        page.register(page.holder(), passkey);
        page.signsIn(passkey);
        page.signsIn(passkey);
    }

    @Test
    void p9_the_options_are_bare_and_want_no_attestation() {
        Json.Object options = page.creationOptions(page.holder());
        assertThat(options.get("publicKey")).isNull();
        assertThat(options.get("attestationFormats")).isNull();
        assertThat(text(options, "attestation")).isEqualTo("none");
        assertThat(page.requestOptions().get("publicKey")).isNull();
    }

    @Test
    void p10_a_passkey_that_is_found_without_a_name_is_asked_for_and_only_yes_counts_as_one() {
        Holder holder = page.holder();
        Json.Object options = page.creationOptions(holder);
        assertThat(text(options, "authenticatorSelection", "residentKey")).isEqualTo("required");

        for (Boolean said : new Boolean[] {true, false, null}) {
            SoftPasskey passkey = SoftPasskey.synced();
            passkey.discoverable = said;
            long id = page.register(holder, passkey);
            assertThat(page.stored(id, "discoverable")).isEqualTo(String.valueOf(said));
        }
        assertThat(page.list(holder).body())
                .contains("\"discoverable\":true", "\"discoverable\":false", "\"discoverable\":null");
    }

    @Test
    void p11_a_model_names_a_passkey_and_none_is_no_reason_to_refuse_one() {
        Holder holder = page.holder();
        assertThat(named(holder, SoftPasskey.synced(), null)).isEqualTo("null");
        assertThat(named(holder, SoftPasskey.synced().model(APPLE), null)).isEqualTo("Apple Passwords");
        assertThat(named(holder, SoftPasskey.synced().model(APPLE), "My phone")).isEqualTo("My phone");
        assertThat(named(holder, SoftPasskey.synced().model("00000000-0000-4000-8000-000000000001"), null))
                .isEqualTo("null");
    }

    private String named(Holder holder, SoftPasskey passkey, String name) {
        Json.Object credential = passkey.create(page.creationOptions(holder));
        Reply reply = name == null
                ? page.register(holder, credential)
                : page.send("POST", "passkeys", holder, "credential", credential, "name", name);
        return reply.text("passkey", "name");
    }

    @Test
    void p12_the_user_must_be_verified_and_flags_of_synced_passkeys_are_kept() {
        Holder holder = page.holder();
        assertThat(text(page.creationOptions(holder), "authenticatorSelection", "userVerification"))
                .isEqualTo("required");
        SoftPasskey unverified = SoftPasskey.synced();
        unverified.verifies = false;
        assertThat(PasskeyPage.fault(page.register(holder, unverified.create(page.creationOptions(holder)))))
                .contains("check that it is you");

        long device = page.register(holder, new SoftPasskey(Algorithm.ES256));
        long synced = page.register(holder, SoftPasskey.synced());
        String flags = "array[verified, backup_eligible, backed_up]";
        assertThat(page.stored(device, flags)).isEqualTo("{t,f,f}");
        assertThat(page.stored(synced, flags)).isEqualTo("{t,t,t}");
    }

    @Test
    void p13_a_key_of_an_algorithm_that_was_not_asked_for_is_refused() {
        Holder holder = page.holder();
        assertThat(PasskeyPage.fault(
                        page.register(holder, new SoftPasskey(Algorithm.ESP256).create(page.creationOptions(holder)))))
                .contains("of this kind");
    }

    @Test
    void p14_unknown_members_extensions_and_attachments_padding_and_long_ids_are_taken() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        passkey.id = SoftPasskey.random(1023);
        Json.Object credential = passkey.create(page.creationOptions(holder));
        Json padded = Json.of(
                Base64.getUrlEncoder().encodeToString(bytes(text(credential, "response", "attestationObject"))));
        credential = SoftPasskey.with(credential, "attestationObject", padded);
        credential = SoftPasskey.with(credential, "newMember", Json.of(true));
        Map<String, Json> all = new LinkedHashMap<>(credential.fields());
        all.put("authenticatorAttachment", Json.of("implant"));
        all.put("novelty", Json.object().put("a", 1).build());
        all.put(
                "clientExtensionResults",
                Json.object().put("unheardOf", new Json.Array(List.of())).build());

        assertThat(page.register(holder, new Json.Object(new LinkedHashMap<>(all)))
                        .status())
                .isEqualTo(201);
        page.signsIn(passkey);

        SoftPasskey bare = SoftPasskey.synced();
        Map<String, Json> less =
                new LinkedHashMap<>(bare.create(page.creationOptions(holder)).fields());
        less.remove("clientExtensionResults");
        less.remove("rawId");
        assertThat(page.register(holder, new Json.Object(new LinkedHashMap<>(less)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void p15_members_of_client_data_that_nobody_knows_are_taken() {
        SoftPasskey passkey = SoftPasskey.synced();
        passkey.alsoSaid = Json.object()
                .put("other_keys_can_be_added_here", "do not compare clientDataJSON against a template")
                .build();
        page.register(page.holder(), passkey);
        page.signsIn(passkey);
    }

    @Test
    void p16_results_of_extensions_are_not_kept() {
        Holder holder = page.holder();
        SoftPasskey passkey = SoftPasskey.synced();
        Map<String, Json> all =
                new LinkedHashMap<>(passkey.create(page.creationOptions(holder)).fields());
        all.put(
                "clientExtensionResults",
                Json.object()
                        .put(
                                "prf",
                                Json.object()
                                        .put(
                                                "results",
                                                Json.object()
                                                        .put("first", "a-canary-secret")
                                                        .build())
                                        .build())
                        .build());
        assertThat(page.register(holder, new Json.Object(new LinkedHashMap<>(all)))
                        .status())
                .isEqualTo(201);
        assertThat(page.keaze.installation.count("""
                        select (select count(*) from passkey p where p::text like '%canary%')
                             + (select count(*) from audit_event e where e::text like '%canary%')
                        """)).isZero();
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
    void p21_a_frame_of_another_site_is_refused_in_words_unless_the_portal_allows_it() {
        try (PasskeyPage framed = PasskeyPage.start("passkey_top_origins = '{https://www.example.com}'")) {
            Holder holder = framed.holder();
            SoftPasskey passkey = SoftPasskey.synced();
            passkey.crossOrigin = true;
            passkey.topOrigin = "https://www.example.com";
            framed.register(holder, passkey);
            framed.signsIn(passkey);

            passkey.topOrigin = "https://elsewhere.example.com";
            assertThat(PasskeyPage.fault(framed.signIn(passkey))).contains("another site's page");
            passkey.topOrigin = null;
            assertThat(PasskeyPage.fault(framed.signIn(passkey))).contains("another site's page");
        }
        SoftPasskey passkey = SoftPasskey.synced();
        Holder holder = page.holder();
        passkey.crossOrigin = true;
        passkey.topOrigin = "https://www.example.com";
        assertThat(PasskeyPage.fault(page.register(holder, passkey.create(page.creationOptions(holder)))))
                .contains("another site's page");
        passkey.topOrigin = null;
        assertThat(PasskeyPage.fault(page.register(holder, passkey.create(page.creationOptions(holder)))))
                .contains("another site's page");
    }

    @Test
    void p23_the_origin_is_compared_whole_with_its_port() {
        Holder holder = page.holder();
        for (String origin : List.of(
                "https://portal.example.com:8443",
                "https://portal.example.com.evil.example",
                "https://evilportal.example.com",
                "http://portal.example.com",
                "https://example.com")) {
            SoftPasskey passkey = SoftPasskey.synced();
            passkey.origin = origin;
            assertThat(PasskeyPage.fault(page.register(holder, passkey.create(page.creationOptions(holder)))))
                    .as(origin)
                    .contains("this page's site");
        }
    }

    @Test
    void a_page_that_browsers_would_refuse_is_told_so() {
        Holder holder = page.holder();
        Map<String, String> headers = new LinkedHashMap<>(Client.bearer(holder.access()));
        headers.put("Origin", "http://127.0.0.1:3000");
        Reply reply =
                page.keaze.send("POST", "passkeys/options", headers, Keaze.json("password", PasskeyPage.PASSWORD));
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("message")).contains("http://127.0.0.1:3000").contains("--passkey-rp-id");
        assertThat(page.keaze
                        .send("POST", "passkey-login/options", Map.of("Origin", "http://127.0.0.1:3000"), "{}")
                        .status())
                .isEqualTo(409);

        headers.put("Origin", "http://localhost:3000");
        Reply here = page.keaze.send("POST", "passkeys/options", headers, Keaze.json("password", PasskeyPage.PASSWORD));
        assertThat(here.text("rp", "id")).as("test mode").isEqualTo("localhost");
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

    @Test
    void what_is_no_credential_is_refused_in_words() {
        Holder holder = page.holder();
        Json.Object good = SoftPasskey.synced().create(page.creationOptions(holder));
        for (String member : List.of("clientDataJSON", "attestationObject")) {
            for (Json value : new Json[] {null, Json.of("!!"), Json.of(""), Json.of("AAAA"), Json.of(7)}) {
                Reply reply = page.keaze.client.json(
                        "POST",
                        "/api/rest/portal/passkeys",
                        Client.bearer(holder.access()),
                        Keaze.json("credential", SoftPasskey.with(good, member, value)));
                assertThat(reply.status()).as(member + " " + value).isEqualTo(422);
            }
        }
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
    void a_passkey_of_a_proven_mailbox_outlives_a_change_of_address_and_its_proof() {
        Squatter early = squatter();
        Holder holder = early.holder();
        page.keaze.verify(page.keaze.stored(holder.id(), "verify"));
        String moved = Keaze.newEmail();
        page.keaze.patch(
                "passwordless-change-email/"
                        + page.keaze
                                .magic("passwordless-change-email", holder.email())
                                .path(),
                "currentEmail",
                holder.email(),
                "newEmail",
                moved);

        assertThat(page.keaze
                        .authToken(page.keaze.magic("passwordless-login", moved))
                        .status())
                .isEqualTo(200);
        page.signsIn(early.passkey());
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
