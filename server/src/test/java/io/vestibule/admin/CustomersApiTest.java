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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Customers: found, made, changed, shut out, exported and erased. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomersApiTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;
    private Admin owner;
    private Admin other;

    @BeforeAll
    void start() {
        server = installation.node();
        owner = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
        other = Admin.of(installation, server, Role.OWNER, PortalScope.of(List.of(2L)));
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private long add(String json) {
        Reply reply = owner.post("/portals/1/customers", json);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return Long.parseLong(reply.text("id"));
    }

    private List<String> found(String query) {
        return owner.all("/portals/1/customers?" + query).stream()
                .map(customer -> customer.text("email").orElse(""))
                .toList();
    }

    @Test
    void customers_are_found_by_how_a_thing_begins_in_its_order() {
        add(
                "{\"email\":\"zoe.a@example.com\",\"username\":\"Zoe-One\",\"profile\":{\"firstName\":\"Zo\\u00eb\",\"lastName\":\"\\u00c9clair\",\"phone\":\"+442079460001\"}}");
        add(
                "{\"email\":\"ZOE.B@example.com\",\"username\":\"zoe-two\",\"profile\":{\"firstName\":\"Zo\\u00eb\",\"lastName\":\"Zulu\"}}");
        add("{\"email\":\"zo%e@example.com\",\"profile\":{\"firstName\":\"100%\",\"lastName\":\"_\"}}");

        assertThat(found("email=zoe.")).containsExactly("zoe.a@example.com", "ZOE.B@example.com");
        assertThat(found("email=ZOE.B")).containsExactly("ZOE.B@example.com");
        assertThat(found("email=zo%25")).as("no wildcard").containsExactly("zo%e@example.com");
        assertThat(found("username=ZOE")).containsExactly("zoe.a@example.com", "ZOE.B@example.com");
        assertThat(found("name=zo%C3%8B%20z")).containsExactly("ZOE.B@example.com");
        assertThat(found("lastName=%C3%A9c")).containsExactly("zoe.a@example.com");
        assertThat(found("phone=%2B4420")).containsExactly("zoe.a@example.com");
        assertThat(found("email=nobody")).isEmpty();
        assertThat(found("email=%00")).isEmpty();
        assertThat(problem(owner.get("/portals/1/customers?email=a&name=b"))).isEqualTo("malformed 400");
        assertThat(problem(owner.get("/portals/999/customers"))).isEqualTo("not-found 404");
        assertThat(problem(other.get("/portals/1/customers"))).isEqualTo("not-found 404");
    }

    @Test
    void pages_hold_each_customer_once_whatever_comes_between() {
        for (int i = 0; i < 7; i++) {
            add("{\"email\":\"paged" + i + "@example.com\",\"profile\":{\"lastName\":\"Same\"}}");
        }
        Reply first = owner.get("/portals/1/customers?lastName=sa&limit=3");
        add("{\"email\":\"paged7@example.com\",\"profile\":{\"lastName\":\"Sa\"}}"); // before the cursor
        assertThat(Admin.items(first)).hasSize(3);
        List<Json.Object> all = owner.all("/portals/1/customers?lastName=same&limit=3");
        assertThat(all).doesNotHaveDuplicates().hasSize(7);
        assertThat(owner.all("/portals/1/customers?email=paged&limit=1")).hasSize(8);
        assertThat(owner.all("/portals/1/customers?limit=2")).isEqualTo(owner.all("/portals/1/customers?limit=200"));
    }

    @Test
    void a_customer_is_made_and_changed_and_what_cannot_be_is_told_by_pointer() {
        Reply made = owner.post(
                "/portals/1/customers",
                "{\"email\":\"ann@example.com\",\"username\":\"ann\",\"password\":\"a fine long one\",\"language\":\"de\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String path = made.header("Location").replace(Admin.ROOT, "");
        assertThat(owner.get(path).body()).isEqualTo(made.body()).doesNotContain("argon2");

        Reply changed = owner.patch(
                path,
                "{\"email\":\"anna@example.com\",\"username\":\"anna\",\"profile\":{\"firstName\":\"Anna\",\"company\":\"A\"}}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.text("email") + changed.text("username") + changed.text("profile", "firstName"))
                .isEqualTo("anna@example.comannaAnna");
        assertThat(owner.patch(path, "{\"profile\":{\"company\":null}}").body()).doesNotContain("company");

        assertThat(problem(owner.patch(path, "{\"username\":\"testtest123\"}"))).isEqualTo("conflict 409");
        assertThat(problem(owner.patch(path, "{\"email\":\"john.doe@example.com\"}")))
                .isEqualTo("conflict 409");
        Reply refused = owner.patch(path, "{\"profile\":{\"dateOfBirth\":\"yesterday\"}}");
        assertThat(problem(refused)).isEqualTo("invalid 422");
        assertThat(refused.body()).contains("/profile/dateOfBirth");
        Reply cleared = owner.patch(path, "{\"email\":null,\"username\":null,\"language\":null}");
        assertThat(problem(cleared)).isEqualTo("invalid 422");
        assertThat(cleared.body())
                .contains("\"pointer\":\"/email\",\"detail\":\"can't be cleared\"")
                .contains("/username", "/language");
        assertThat(problem(owner.send("PATCH", path, Map.of(), "{}"))).isEqualTo("precondition-required 428");
        assertThat(problem(owner.send("PATCH", path, Map.of("If-Match", "\"old\""), "{}")))
                .isEqualTo("stale 412");

        assertThat(problem(owner.post("/portals/1/customers", "{\"email\":\"ANNA@example.com\"}")))
                .isEqualTo("conflict 409");
        Reply none = owner.post("/portals/1/customers", "{\"email\":\"x\",\"username\":\"a b\",\"language\":\"deu\"}");
        assertThat(problem(none)).isEqualTo("invalid 422");
        assertThat(none.body()).contains("/email").contains("/username").contains("/language");
        assertThat(problem(owner.post("/portals/1/customers", "{\"email\":\"b@example.com\",\"password\":\"123\"}")))
                .isEqualTo("invalid 422");
        assertThat(problem(owner.post("/portals/999/customers", "{\"email\":\"b@example.com\"}")))
                .isEqualTo("not-found 404");
    }

    @Test
    void a_customer_of_another_portal_does_not_exist() {
        for (String path :
                List.of("/customers/2", "/customers/2/sessions", "/customers/2/export", "/customers/2/lock")) {
            assertThat(problem(other.get(path))).as(path).isEqualTo("not-found 404");
        }
        assertThat(problem(other.send("PATCH", "/customers/2", Map.of("If-Match", "*"), "{}")))
                .isEqualTo("not-found 404");
        assertThat(problem(other.post("/customers/2/disable", null))).isEqualTo("not-found 404");
        assertThat(problem(other.post("/portals/1/customers", "{\"email\":\"c@example.com\"}")))
                .isEqualTo("not-found 404");
        assertThat(problem(other.get("/customers/999"))).isEqualTo("not-found 404");
    }

    @Test
    void a_customer_is_shut_out_let_in_and_given_a_password() {
        long id = add("{\"email\":\"out@example.com\",\"password\":\"a fine long one\"}");
        assertThat(signIn("out@example.com", "a fine long one")).isEqualTo(200);
        Reply disabled = owner.post("/customers/" + id + "/disable", null);
        assertThat(disabled.text("disabled")).isEqualTo("true");
        assertThat(owner.all("/customers/" + id + "/sessions")).isEmpty();
        assertThat(signIn("out@example.com", "a fine long one")).isNotEqualTo(200);
        assertThat(owner.post("/customers/" + id + "/enable", null).text("disabled"))
                .isEqualTo("false");
        assertThat(owner.post("/customers/" + id + "/password", "{\"password\":\"quite another one\"}")
                        .status())
                .isEqualTo(204);
        assertThat(problem(owner.post("/customers/" + id + "/password", "{\"password\":\"short\"}")))
                .isEqualTo("invalid 422");
        assertThat(signIn("out@example.com", "quite another one")).isEqualTo(200);
    }

    private int signIn(String email, String password) {
        return server.post(
                        "/api/rest/portal/password-login",
                        "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}")
                .status();
    }

    @Test
    void a_lock_is_shown_and_ended() {
        long id = add("{\"email\":\"locked@example.com\",\"password\":\"a fine long one\"}");
        for (int i = 0; i < 5; i++) {
            signIn("locked@example.com", "wrong");
        }
        Reply locked = owner.get("/customers/" + id + "/lock");
        assertThat(locked.text("failures")).isEqualTo("5");
        assertThat(locked.text("lockedUntil")).endsWith("Z");
        assertThat(owner.delete("/customers/" + id + "/lock").status()).isEqualTo(204);
        assertThat(owner.get("/customers/" + id + "/lock").body())
                .isEqualTo("{\"failures\":0,\"lastFailureAt\":null,\"lockedUntil\":null}");
        assertThat(signIn("locked@example.com", "a fine long one")).isEqualTo(200);
    }

    @Test
    void all_that_is_kept_is_exported_and_a_customer_is_erased() {
        long id = add(
                "{\"email\":\"gone@example.com\",\"password\":\"a fine long one\",\"profile\":{\"firstName\":\"Gone\"}}");
        signIn("gone@example.com", "a fine long one");
        server.post(
                "/api/rest/portal/forgot-password",
                "{\"email\":\"gone@example.com\",\"url\":\"http://localhost:3000/\"}");
        Reply export = owner.get("/customers/" + id + "/export");
        assertThat(export.status()).as(export.body()).isEqualTo(200);
        assertThat(export.body())
                .contains("user_created", "authn_login_success", "\"purpose\":\"reset\"", "\"pwd\"")
                .doesNotContain("argon2");
        assertThat(export.header("Content-Disposition")).isEqualTo("attachment; filename=\"customer-" + id + ".json\"");
        assertThat(installation.count(
                        "select count(*) from audit_event where event = 'user_data_exported' and customer_id = ?", id))
                .isEqualTo(1);

        assertThat(problem(owner.delete("/customers/" + id))).isEqualTo("precondition-required 428");
        assertThat(owner.change("DELETE", "/customers/" + id, null).status()).isEqualTo(204);
        assertThat(problem(owner.get("/customers/" + id))).isEqualTo("not-found 404");
        assertThat(installation.count("select count(*) from login where value = 'gone@example.com'"))
                .isZero();
        assertThat(installation.count(
                        "select count(*) from audit_event where event = 'user_deleted' and customer_id = ?", id))
                .isEqualTo(1);
    }
}
