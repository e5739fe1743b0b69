package io.vestibule.admin;

import static io.vestibule.admin.Admin.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Portals, their URLs and profiles, and API clients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalsApiTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private Admin owner;
    private Admin other;

    @BeforeAll
    void start() {
        Client server = installation.node();
        owner = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
        other = Admin.of(installation, server, Role.OWNER, PortalScope.of(List.of(2L)));
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void a_portal_is_made_read_and_changed() {
        Reply made = owner.post("/portals", "{\"name\":\"North\",\"parent\":1,\"language\":\"de\"}");
        assertThat(made.status()).isEqualTo(201);
        String path = made.header("Location").replace(Admin.ROOT, "");
        Reply read = owner.get(path);
        assertThat(read.body()).isEqualTo(made.body());
        assertThat(read.header("ETag")).isEqualTo(made.header("ETag"));

        Reply changed = owner.patch(
                path,
                "{\"name\":\"South\",\"sender\":\"South <mail@example.com>\",\"hardened\":true,\"passkeys\":{\"limit\":3}}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.text("name")
                        + changed.text("sender")
                        + changed.text("hardened")
                        + changed.text("passkeys", "limit"))
                .isEqualTo("SouthSouth <mail@example.com>true3");
        assertThat(changed.text("language")).as("what is left out stays").isEqualTo("de");
        assertThat(owner.patch(path, "{\"sender\":null}").text("sender")).isEqualTo("null");

        assertThat(problem(owner.post("/portals", "{\"name\":\"SOUTH\"}"))).isEqualTo("conflict 409");
        assertThat(problem(owner.post("/portals", "{\"name\":\"X\",\"parent\":999}")))
                .isEqualTo("invalid 422");
    }

    @Test
    void a_change_wants_to_know_what_it_changes_and_all_of_it_is_done_or_nothing() {
        String path = "/portals/2";
        String etag = owner.etag(path);
        assertThat(problem(owner.send("PATCH", path, Map.of(), "{\"language\":\"fr\"}")))
                .isEqualTo("precondition-required 428");
        assertThat(owner.send("PATCH", path, Map.of("If-Match", etag), "{\"language\":\"fr\"}")
                        .status())
                .isEqualTo(200);
        assertThat(problem(owner.send("PATCH", path, Map.of("If-Match", etag), "{\"language\":\"es\"}")))
                .isEqualTo("stale 412");
        assertThat(owner.send("PATCH", path, Map.of("If-Match", "*"), "{\"language\":\"es\"}")
                        .status())
                .isEqualTo(200);

        Reply refused = owner.patch(path, "{\"language\":\"it\",\"passkeys\":{\"rpId\":\"elsewhere.example\"}}");
        assertThat(problem(refused)).isEqualTo("invalid 422");
        assertThat(owner.get(path).text("language")).isEqualTo("es");
        assertThat(
                        installation.count(
                                "select count(*) from audit_event where event = 'portal_language_changed' and detail ->> 'language' = 'it'"))
                .isZero();
    }

    @Test
    void of_two_who_change_one_thing_at_once_one_is_told() {
        String path = owner.post("/portals", "{\"name\":\"Contended\"}")
                .header("Location")
                .replace(Admin.ROOT, "");
        String etag = owner.etag(path);
        List<Integer> statuses = Together.run(
                4,
                i -> owner.send("PATCH", path, Map.of("If-Match", etag), "{\"name\":\"Contended " + i + "\"}")
                        .status());
        assertThat(statuses)
                .containsOnlyOnce(200)
                .filteredOn(status -> status == 412)
                .hasSize(3);
    }

    @Test
    void urls_are_allowed_and_taken_back() {
        Reply allowed = owner.post("/portals/2/allowed-urls", "{\"url\":\"https://shop.example.com/account/\"}");
        assertThat(allowed.status()).isEqualTo(201);
        assertThat(allowed.text("origin")).isEqualTo("https://shop.example.com");
        assertThat(owner.get("/portals/2/allowed-urls").body()).contains("https://shop.example.com/account/");
        for (String url : List.of("\"nowhere\"", "\"\"", "null", "7")) {
            Reply refused = owner.post("/portals/2/allowed-urls", "{\"url\":" + url + "}");
            assertThat(problem(refused)).as(url).isEqualTo("invalid 422");
            assertThat(refused.body()).contains("\"pointer\":\"/url\"");
        }
        assertThat(owner.delete("/portals/2/allowed-urls?url=https://shop.example.com/account/")
                        .status())
                .isEqualTo(204);
        assertThat(problem(owner.delete("/portals/2/allowed-urls?url=https://shop.example.com/account/")))
                .isEqualTo("not-found 404");
        assertThat(problem(other.get("/portals/1/allowed-urls"))).isEqualTo("not-found 404");
    }

    @Test
    void a_profile_schema_is_set_and_cleared() {
        String path = "/portals/1/profile-schema";
        String schema = "{\"schema\":{\"type\":\"object\",\"properties\":{\"shoeSize\":{\"type\":\"integer\"}}}}";
        assertThat(owner.change("PUT", path, schema).status()).isEqualTo(200);
        assertThat(owner.get(path).body()).contains("shoeSize");
        assertThat(problem(owner.change("PUT", path, "{\"schema\":{\"type\":\"strong\"}}")))
                .isEqualTo("invalid 422");
        assertThat(problem(owner.change("PUT", path, "{\"schema\":null,\"shcema\":{}}")))
                .isEqualTo("invalid 422");
        assertThat(problem(owner.send("PUT", path, Map.of(), schema))).isEqualTo("precondition-required 428");
        assertThat(owner.change("PUT", path, "{\"schema\":null}").body()).isEqualTo("{\"schema\":null}");
    }

    @Test
    void a_profile_schema_may_be_as_long_as_in_the_console() {
        String path = "/portals/1/profile-schema";
        String values = IntStream.range(0, 4000).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
        String schema = "{\"properties\":{\"shoeSize\":{\"enum\":[" + values + "]}},\"$comment\":\"%s\"}";
        assertThat(owner.change("PUT", path, "{\"schema\":" + schema.formatted("x".repeat(30_000)) + "}")
                        .status())
                .isEqualTo(200);
        Reply longer = owner.change("PUT", path, "{\"schema\":" + schema.formatted("x".repeat(60_000)) + "}");
        assertThat(problem(longer)).isEqualTo("invalid 422");
        assertThat(longer.body()).contains("is longer than 65536 characters");
        assertThat(problem(owner.change("PUT", path, "{\"schema\":" + schema.formatted("x".repeat(300_000)) + "}")))
                .isEqualTo("too-large 413");
        owner.change("PUT", path, "{\"schema\":null}");
    }

    @Test
    void lists_are_read_to_their_end_and_hold_what_is_theirs() {
        for (int i = 0; i < 5; i++) {
            owner.post("/portals", "{\"name\":\"Paged " + i + "\"}");
        }
        List<Json.Object> one = owner.all("/portals?limit=2");
        assertThat(one).isEqualTo(owner.all("/portals")).doesNotHaveDuplicates().hasSizeGreaterThan(6);
        assertThat(other.all("/portals")).hasSize(1);
        assertThat(problem(other.get("/portals/1"))).isEqualTo("not-found 404");
    }

    @Test
    void a_client_is_made_with_a_secret_shown_once_and_rotated() {
        Reply made = owner.post(
                "/portals/1/clients", "{\"name\":\"shop\",\"scopes\":[\"sonar\"],\"networks\":[\"10.0.0.0/8\"]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("secret")).hasSize(43);
        Reply read = owner.get("/clients/shop");
        assertThat(read.body()).doesNotContain(made.text("secret")).contains("10.0.0.0/8");
        Reply rotated = owner.post("/clients/shop/rotate", "{\"overlapSeconds\":0}");
        assertThat(rotated.text("secret")).hasSize(43).isNotEqualTo(made.text("secret"));
        assertThat(owner.post("/clients/shop/disable", null).text("disabled")).isEqualTo("true");
        assertThat(problem(owner.post("/clients/shop/rotate", "{}"))).isEqualTo("conflict 409");

        assertThat(problem(owner.post("/portals/1/clients", "{\"name\":\"shop\",\"scopes\":[\"sonar\"]}")))
                .isEqualTo("conflict 409");
        assertThat(problem(owner.post(
                        "/portals/1/clients", "{\"name\":\"a b\",\"scopes\":[\"soap\"],\"networks\":[\"x\"]}")))
                .isEqualTo("invalid 422");
        assertThat(problem(owner.post("/portals/1/clients", "{\"name\":\"none\"}")))
                .isEqualTo("invalid 422");
        assertThat(problem(owner.get("/clients/none"))).isEqualTo("not-found 404");
        assertThat(problem(other.get("/clients/shop"))).isEqualTo("not-found 404");
        assertThat(problem(other.get("/portals/1/clients"))).isEqualTo("not-found 404");
        assertThat(owner.all("/portals/1/clients?limit=1"))
                .isEqualTo(owner.all("/portals/1/clients"))
                .hasSizeGreaterThan(3);
    }

    @Test
    void an_application_is_made_and_changed_by_the_same_rules_as_by_command() {
        Reply made = owner.post(
                "/portals/1/clients",
                "{\"name\":\"web\",\"oauth\":{\"redirect_uris\":[\"https://shop.example.com/callback\"],\"first_party\":false}}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("client", "oauth", "token_endpoint_auth_method")).isEqualTo("client_secret_basic");
        Reply changed = owner.patch(
                "/clients/web",
                "{\"oauth\":{\"access_token_life\":300,\"scope\":\"openid email\",\"grant_types\":[\"authorization_code\"]}}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.text("oauth", "scope")
                        + changed.text("oauth", "access_token_life")
                        + changed.text("oauth", "first_party"))
                .isEqualTo("openid email300false");
        assertThat(owner.patch("/clients/web", "{\"oauth\":{\"access_token_life\":null}}")
                        .text("oauth", "access_token_life"))
                .isEqualTo("null");
        assertThat(problem(owner.patch("/clients/web", "{\"oauth\":{\"redirect_uris\":[]}}")))
                .isEqualTo("invalid 422");
        assertThat(problem(owner.patch("/clients/web", "{\"oauth\":{\"scop\":\"x\"}}")))
                .isEqualTo("invalid 422");
        assertThat(problem(owner.patch("/clients/web", "{\"name\":\"x\"}"))).isEqualTo("invalid 422");
        assertThat(problem(owner.patch("/clients/web", "{\"oauth\":{\"first_party\":null}}")))
                .isEqualTo("invalid 422");
        assertThat(problem(owner.patch("/clients/web", "{\"oauth\":null}"))).isEqualTo("invalid 422");
        assertThat(problem(owner.patch("/clients/demo", "{\"oauth\":{\"first_party\":true}}")))
                .isEqualTo("conflict 409");
        assertThat(problem(owner.send("PATCH", "/clients/web", Map.of(), "{\"oauth\":{}}")))
                .isEqualTo("precondition-required 428");
        assertThat(problem(owner.send("PATCH", "/clients/web", Map.of("If-Match", "\"x\""), "{\"oauth\":{}}")))
                .isEqualTo("stale 412");
    }
}
