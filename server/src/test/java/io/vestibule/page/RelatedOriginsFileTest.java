package io.vestibule.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** P22: what browsers ask for at {@code https://{rp.id}/.well-known/webauthn}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelatedOriginsFileTest {
    private static final String PATH = "/portals/1/.well-known/webauthn";

    private final Installation installation = Installation.demo();
    private final Client client = installation.node();

    RelatedOriginsFileTest() {
        installation.sql("""
                update portal set passkey_rp_id = 'example.com' where id = 1;
                insert into portal (id, name) values (78, 'Without a site');
                insert into allowed_url (portal_id, url, origin) values
                    (1, 'https://homes.example.org:8443/a/', 'https://homes.example.org:8443'),
                    (1, 'https://homes.example.org:8443/b/', 'https://homes.example.org:8443'),
                    (1, 'https://www.example.com/', 'https://www.example.com'),
                    (1, 'http://localhost:3333/', 'http://localhost:3333')
                """);
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void p22_the_origins_are_whole_without_the_sites_own_and_without_plain_ones() {
        Reply reply = client.get(PATH, Map.of());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.body()).isEqualTo("{\"origins\":[\"https://homes.example.org:8443\"]}");
    }

    @Test
    void p22_it_is_given_whatever_the_request_accepts_and_to_HEAD() {
        assertThat(client.get(PATH, Map.of("Accept", "text/html")).status()).isEqualTo(200);
        Reply head = client.exchange("HEAD", PATH, Map.of(), null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void a_portal_without_a_site_of_its_own_has_none() {
        assertThat(client.get("/portals/78/.well-known/webauthn", Map.of()).status())
                .isEqualTo(404);
        assertThat(client.get("/portals/999/.well-known/webauthn", Map.of()).status())
                .isEqualTo(404);
        assertThat(client.get("/portals/x/.well-known/webauthn", Map.of()).status())
                .isEqualTo(404);
    }
}
