package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Lists, names and quoted texts of thousands of parts, as long as a header or a URL may be: each is read, or refused, and answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongRepetitionsTest {
    private final Installation installation = Installation.demo();
    private final Client client = installation.node();

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void a_preflight_that_asks_for_a_thousand_headers() {
        for (int names : new int[] {999, 1000, 10_000}) {
            Reply reply = client.exchange(
                    "OPTIONS",
                    "/api/rest/portal/profile",
                    Map.of(
                            "Origin",
                            "http://localhost:3000",
                            "Access-Control-Request-Method",
                            "GET",
                            "Access-Control-Request-Headers",
                            "a,".repeat(names) + "a"),
                    null);

            assertThat(reply.status()).isEqualTo(204);
        }
    }

    @Test
    void a_quoted_boundary_of_a_thousand_characters() {
        for (String path : new String[] {"/api/rest/portal/password-login", "/portals/1/token"}) {
            for (String character : new String[] {"x", "\\\\"}) {
                String type = "multipart/form-data; boundary=\"" + character.repeat(5000) + "\"";
                Reply reply = client.exchange("POST", path, Map.of("Portal-Id", "1", "Content-Type", type), "x");

                assertThat(reply.status()).isEqualTo(415);
            }
        }
    }

    @Test
    void a_scheme_of_a_thousand_parts() {
        Reply reply =
                client.get("/sign-in/1?client_id=demo-spa&redirect_uri=" + "a.".repeat(3000) + "a%3A%2Fcb", Map.of());

        assertThat(reply.status()).isEqualTo(200);
    }
}
