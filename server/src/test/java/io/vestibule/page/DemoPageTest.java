package io.vestibule.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.demo.DemoStore;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The try-it portal as it is served; its flows are tested in Chromium, in {@code clients}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoPageTest {
    private final Installation installation = Installation.demo();
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void it_loads_this_servers_files_alone_and_asks_this_server_alone() {
        Reply page = server.get("/demo", Map.of());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "img-src data:",
                        "form-action 'none'",
                        "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(page.body()).doesNotContain("<style").doesNotContainPattern("<script(?![^>]* src=)");
        List<String> files = Pattern.compile("(?:href|src)=\"(/demo/[^\"]+)\"")
                .matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(files)
                .hasSizeGreaterThan(10)
                .allMatch(path -> path.matches("/demo/[0-9a-f]{16}/[a-z-]+\\.(js|css)"));
        for (String path : files) {
            Reply file = server.get(path, Map.of());
            assertThat(file.status()).as(path).isEqualTo(200);
            assertThat(file.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        }
    }

    @Test
    void it_says_where_there_is_no_demo_data() {
        assertThat(server.get("/demo", Map.of()).body()).doesNotContain("There is no demo data here");
        try (Installation own = Installation.demo()) {
            own.sql("update api_client set disabled_at = now()");
            assertThat(own.node().get("/demo", Map.of()).body()).contains("There is no demo data here");
        }
    }

    @Test
    void the_demo_application_sends_customers_back_to_it_at_each_address_that_it_had() {
        try (Installation own = Installation.demo()) {
            DemoStore demo = new DemoStore(own.sql());
            for (String url :
                    new String[] {"http://localhost:8080", "http://localhost:9090", "http://localhost:8080"}) {
                demo.allowTryItPortal(URI.create(url));
            }
            assertThat(own.count("""
                    select count(*) from oauth_client
                    where redirect_uris = '{http://localhost:3000/callback,http://127.0.0.1:3000/callback,http://localhost:8080/demo,http://localhost:9090/demo}'
                      and post_logout_redirect_uris = '{http://localhost:3000/,http://localhost:8080/demo,http://localhost:9090/demo}'
                    """)).isEqualTo(1);
            Reply asked = own.node()
                    .get(
                            "/portals/1/authorize?client_id=demo-spa&response_type=code&scope=openid"
                                    + "&redirect_uri=http%3A%2F%2Flocalhost%3A9090%2Fdemo&code_challenge_method=S256"
                                    + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                            Map.of());
            assertThat(asked.header("Location")).contains("/sign-in/1?");
        }
    }
}
