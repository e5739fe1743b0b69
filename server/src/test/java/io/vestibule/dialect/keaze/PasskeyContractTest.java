package io.vestibule.dialect.keaze;

import static io.vestibule.support.SoftPasskey.base64;
import static io.vestibule.support.SoftPasskey.bytes;
import static io.vestibule.support.SoftPasskey.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.PasskeyPage.Holder;
import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.SoftPasskey;
import io.vestibule.support.SoftPasskey.Algorithm;
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
}
