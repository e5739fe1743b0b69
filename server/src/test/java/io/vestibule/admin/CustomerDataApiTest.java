package io.vestibule.admin;

import static io.vestibule.admin.Admin.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What hangs on a customer: sessions, second factors, passkeys, consents, links, mail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomerDataApiTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;
    private Admin support;

    @BeforeAll
    void start() {
        server = installation.node();
        support = Admin.of(installation, server, Role.SUPPORT, PortalScope.of(List.of(1L)));
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private void signIn() {
        assertThat(server.post(
                                "/api/rest/portal/password-login",
                                "{\"email\":\"john.doe@example.com\",\"password\":\"correct horse 9\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void sessions_are_listed_and_ended_one_by_one_and_all() {
        signIn();
        signIn();
        signIn();
        var sessions = support.all("/customers/2/sessions");
        assertThat(sessions).hasSizeGreaterThanOrEqualTo(3);
        String one = sessions.getFirst().text("id").orElseThrow();
        assertThat(support.delete("/customers/2/sessions/" + one).status()).isEqualTo(204);
        assertThat(problem(support.delete("/customers/2/sessions/" + one))).isEqualTo("not-found 404");
        assertThat(problem(support.delete(
                        "/customers/3/sessions/" + sessions.getLast().text("id").orElseThrow())))
                .as("another customer's")
                .isEqualTo("not-found 404");
        assertThat(problem(support.delete("/customers/2/sessions/none"))).isEqualTo("not-found 404");
        assertThat(support.delete("/customers/2/sessions").text("ended"))
                .isEqualTo(Integer.toString(sessions.size() - 1));
        assertThat(support.all("/customers/2/sessions")).isEmpty();
    }

    @Test
    void a_second_factor_is_shown_and_turned_off() {
        Protected guarded = Protected.enrol(installation, server, "guarded@example.com");
        Reply factors = support.get("/customers/" + guarded.id + "/factors");
        assertThat(factors.text("totp") + factors.text("recoveryCodes")).isEqualTo("true10");
        assertThat(support.delete("/customers/" + guarded.id + "/factors").status())
                .isEqualTo(204);
        assertThat(support.get("/customers/" + guarded.id + "/factors").body())
                .isEqualTo("{\"totp\":false,\"recoveryCodes\":0,\"since\":null}");
        assertThat(problem(support.delete("/customers/" + guarded.id + "/factors")))
                .isEqualTo("not-found 404");
    }

    @Test
    void passkeys_are_shown_and_removed() {
        installation.sql("insert into passkey_user (customer_id, handle) values (3, decode(repeat('ab', 32), 'hex'))");
        installation.sql("""
                insert into passkey (id, portal_id, customer_id, credential_id, rp_id, credential, counter, transports, aaguid, name)
                values (77, 1, 3, 'x', 'localhost', 'x', 0, '{}', '00000000-0000-0000-0000-000000000000', 'Phone')
                """);
        assertThat(support.get("/customers/3/passkeys").body())
                .contains("\"id\":77")
                .contains("Phone");
        assertThat(problem(support.delete("/customers/2/passkeys/77"))).isEqualTo("not-found 404");
        assertThat(support.delete("/customers/3/passkeys/77").status()).isEqualTo(204);
        assertThat(support.all("/customers/3/passkeys")).isEmpty();
    }

    @Test
    void consents_are_shown_and_withdrawn() {
        installation.sql("insert into consent select 2, id, '{openid}' from api_client where name = 'demo-web'");
        assertThat(support.get("/customers/2/consents").body())
                .contains("demo-web")
                .contains("openid");
        assertThat(support.delete("/customers/2/consents/demo-web").status()).isEqualTo(204);
        assertThat(problem(support.delete("/customers/2/consents/demo-web"))).isEqualTo("not-found 404");
        assertThat(
                        installation.count(
                                "select count(*) from audit_event where event = 'consent_withdrawn' and actor = 'api_key' and customer_id = 2"))
                .isEqualTo(1);
    }

    @Test
    void links_that_wait_are_shown_without_token_and_voided() {
        String asked = "{\"email\":\"jane.doe@example.com\",\"url\":\"http://localhost:3000/\"}";
        server.post("/api/rest/portal/forgot-password", asked);
        Reply links = support.get("/customers/3/links");
        assertThat(links.body()).contains("\"purpose\":\"reset\"").contains("jane.doe@example.com");
        assertThat(support.delete("/customers/3/links").text("revoked")).isEqualTo("1");
        assertThat(support.delete("/customers/3/links").text("revoked")).isEqualTo("0");
        assertThat(installation.count(
                        "select count(*) from audit_event where event = 'link_revoked' and customer_id = 3"))
                .isEqualTo(1);
    }

    @Test
    void lists_are_read_a_page_at_a_time_to_their_end_and_the_export_has_all() {
        installation.sql("""
                insert into customer (id, portal_id, account_id, is_primary, email) overriding system value
                select 777, 1, account_id, false, 'much@example.com' from customer where id = 3;
                insert into customer_session (id, portal_id, customer_id, amr, expires_at)
                select gen_random_uuid(), 1, 777, '{pwd}', now() + interval '1 hour' from generate_series(1, 201);
                insert into link (hash, customer_id, purpose, address, expires_at)
                select sha256(i::text::bytea), 777, 'reset', 'much@example.com', now() + interval '1 hour'
                from generate_series(1, 201) i;
                insert into outbox (portal_id, customer_id, purpose, sent_at)
                select 1, 777, 'password-changed', now() from generate_series(1, 201);
                """);
        Reply export =
                Admin.of(installation, server, Role.OWNER, PortalScope.ALL).get("/customers/777/export");
        assertThat(export.status()).as(export.body()).isEqualTo(200);
        for (String list : List.of("sessions", "links", "mail")) {
            List<Json.Object> all = support.all("/customers/777/" + list + "?limit=50");
            assertThat(all).as(list).hasSize(201);
            assertThat(support.get("/customers/777/" + list + "?limit=1").header("Link"))
                    .as(list)
                    .contains("rel=\"next\"");
            assertThat(problem(support.get("/customers/777/" + list + "?limit=abc")))
                    .isEqualTo("malformed 400");
            assertThat(problem(support.get("/customers/777/" + list + "?cursor=WzEsMl0")))
                    .isEqualTo("malformed 400");
            assertThat(((Json.Array) export.json().get(list)).items())
                    .as(list)
                    .hasSize(201)
                    .containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void the_export_tells_of_applications_the_lock_and_moving_in() {
        installation.sql("""
                insert into customer (id, portal_id, account_id, is_primary, email) overriding system value
                select 778, 1, account_id, false, 'told@example.com' from customer where id = 3;
                insert into moved_in (customer_id, portal_id) values (778, 1);
                with s as (
                    insert into customer_session (id, portal_id, customer_id, amr, expires_at)
                    values (gen_random_uuid(), 1, 778, '{pwd}', now() + interval '1 hour') returning id
                )
                insert into token_grant (id, session_id, portal_id, customer_id, refresh_hash, refresh_until, expires_at, client_id,
                                         scopes, auth_time)
                select gen_random_uuid(), s.id, 1, 778, '', now(), now() + interval '1 hour', a.id, '{openid,email}', now()
                from s, api_client a where a.name = 'demo-spa'
                """);
        Json.Object export = Admin.of(installation, server, Role.OWNER, PortalScope.ALL)
                .get("/customers/778/export")
                .json();
        assertThat(export.get("grants").toString())
                .contains("\"client\":\"demo-spa\",\"scopes\":[\"openid\",\"email\"]");
        assertThat(export.get("lock").toString()).contains("\"failures\":0");
        assertThat(export.text("movedInAt")).isPresent();
    }

    @Test
    void mail_is_shown_by_state_and_sent_again() {
        installation.sql("""
                insert into outbox (portal_id, customer_id, purpose, set_aside_at, attempts, fault)
                select 1, 2, 'password-changed', now(), 3, '550 5.1.1' from generate_series(1, 3)
                """);
        var aside = support.all("/portals/1/mail?limit=2");
        assertThat(aside).hasSize(3);
        String id = String.valueOf(aside.getFirst().get("id"));
        assertThat(support.get("/customers/2/mail").body())
                .contains("set-aside")
                .contains("550 5.1.1");
        assertThat(support.post("/mail/" + id + "/resend", null).status()).isEqualTo(204);
        assertThat(problem(support.post("/mail/" + id + "/resend", null))).isEqualTo("conflict 409");
        assertThat(support.all("/portals/1/mail")).hasSize(2);
        assertThat(support.get("/portals/1/mail?state=waiting").status()).isEqualTo(200);
        assertThat(support.get("/portals/1/mail?state=sent").status()).isEqualTo(200);
        assertThat(problem(support.get("/portals/1/mail?state=lost"))).isEqualTo("malformed 400");
        assertThat(problem(support.post("/mail/999999/resend", null))).isEqualTo("not-found 404");
        Admin other = Admin.of(installation, server, Role.SUPPORT, PortalScope.of(List.of(2L)));
        assertThat(problem(other.post("/mail/" + aside.getLast().get("id") + "/resend", null)))
                .isEqualTo("not-found 404");
    }

    @Test
    void mail_that_was_sent_is_listed_the_latest_first_page_by_page() {
        Admin viewer = Admin.of(installation, server, Role.VIEWER, PortalScope.ALL);
        installation.sql("insert into outbox (portal_id, customer_id, purpose, sent_at)"
                + " select 2, 2, 'password-changed', now() from generate_series(1, 7)");
        List<Long> ids = viewer.all("/portals/2/mail?state=sent&limit=3").stream()
                .map(mail -> Long.valueOf(mail.get("id").toString()))
                .toList();
        assertThat(ids).hasSize(7).isSortedAccordingTo(Comparator.reverseOrder());
        installation.sql("insert into outbox (portal_id, customer_id, purpose, set_aside_at)"
                + " select 2, 2, 'password-changed', now() from generate_series(1, 5)");
        assertThat(viewer.all("/portals/2/mail?limit=2").stream()
                        .map(mail -> Long.valueOf(mail.get("id").toString()))
                        .toList())
                .hasSize(5)
                .isSorted();
    }
}
