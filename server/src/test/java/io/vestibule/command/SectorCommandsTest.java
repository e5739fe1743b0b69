package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.TestDatabases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pairwise subjects, as an operator sets them up (OpenID Connect Core section 8.1). */
class SectorCommandsTest {
    private static final List<String> APP = List.of("client", "add", "app", "--portal", "1", "--scope", "openid");

    private final Operator demo = new Operator(TestDatabases.demo());

    private static String[] added(String... more) {
        List<String> all = new ArrayList<>(APP);
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private String refused(String... args) {
        Operator.Ended ended = demo.types(args);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).startsWith("vestibule: ").doesNotContain("\tat ");
        return ended.err();
    }

    @Test
    void the_sector_is_the_host_of_the_redirect_uris_and_stays() {
        demo.gets(added("--subject-type", "pairwise", "--redirect-uri", "https://App.example.com/cb"));
        assertThat(demo.gets("client", "show", "app"))
                .containsPattern("subjects +pairwise, of the sector app.example.com");
        demo.gets("client", "set", "app", "--redirect-uri", "https://other.example.com/cb");
        assertThat(demo.gets("client", "show", "app")).contains("sector app.example.com");
        assertThat(demo.gets("client", "set", "app", "--sector", "Example.com")).contains("sector example.com");
        assertThat(demo.gets("client", "set", "app", "--subject-type", "pairwise"))
                .contains("sector example.com");
        assertThat(demo.gets("client", "set", "app", "--subject-type", "public"))
                .containsPattern("subjects +public");
        assertThat(refused("client", "set", "app", "--sector", "example.com")).contains("--subject-type pairwise");
    }

    @Test
    void several_hosts_or_none_want_a_name() {
        assertThat(refused(added(
                        "--subject-type",
                        "pairwise",
                        "--redirect-uri",
                        "https://a.example.com/cb",
                        "--redirect-uri",
                        "https://b.example.com/cb")))
                .contains("it has to be named");
        assertThat(refused(added("--public", "--subject-type", "pairwise", "--redirect-uri", "com.example.app:/cb")))
                .contains("it has to be named");
        assertThat(refused(
                        added("--subject-type", "pairwise", "--grant-type", "device_code", "--allow-scope", "openid")))
                .contains("it has to be named");
        demo.gets(added(
                "--public",
                "--subject-type",
                "pairwise",
                "--sector",
                "example.com",
                "--redirect-uri",
                "com.example.app:/cb"));
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThat(refused(added("--subject-type", "private", "--redirect-uri", "https://a.example.com/cb")))
                .contains("public or pairwise");
        assertThat(refused(added(
                        "--subject-type",
                        "public",
                        "--sector",
                        "a.example.com",
                        "--redirect-uri",
                        "https://a.example.com/cb")))
                .contains("no --sector");
        for (String sector :
                new String[] {"https://a.example.com", "a.example.com/x", "-a.example.com", "a..b", "a b"}) {
            assertThat(refused(added(
                            "--subject-type",
                            "pairwise",
                            "--sector",
                            sector,
                            "--redirect-uri",
                            "https://a.example.com/cb")))
                    .contains("is no sector");
        }
        assertThat(refused(added(
                        "--subject-type",
                        "pairwise",
                        "--sector",
                        "example.com",
                        "--grant-type",
                        "client_credentials",
                        "--allow-scope",
                        "orders:read")))
                .contains("no subjects");
    }
}
