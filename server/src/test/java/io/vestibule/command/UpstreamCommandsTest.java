package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A portal's move from the first setting to the last: {@code portal upstream set, test, show, off, finish}, and {@code import} beside it. */
class UpstreamCommandsTest {
    private static final Map<String, String> TEST_MODE = Map.of("VESTIBULE_MODE", "test");
    private static final String PASSWORD = "an old one 7";

    private final Installation old = Installation.demo(Generous.limits());
    private final Installation here = Installation.demo(Generous.limits());
    private final Operator operator = new Operator(here.place());

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        here.close();
        old.close();
    }

    private String gets(String... args) {
        Operator.Ended ended = operator.types(TEST_MODE, args);
        assertThat(ended.exit()).as(ended.err()).isZero();
        return ended.out();
    }

    private String refused(Map<String, String> settings, String... args) {
        Operator.Ended ended = operator.types(settings, args);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("vestibule: ")
                .doesNotContain("\tat ")
                .doesNotContain("c2hvcnQ");
        return ended.err();
    }

    private String file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String credentials() {
        return file("reseller.json", "{\"auth-userid\":\"1\",\"api-key\":\"demo-key\"}");
    }

    private Client oldServer() {
        Client server = old.node();
        for (String login : List.of("ann@example.com", "bob@example.com")) {
            server.exchange(
                    "POST",
                    "/api/customers/v2/signup.json?auth-userid=1&api-key=demo-key",
                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                    "username=" + login + "&passwd=" + PASSWORD.replace(' ', '+')
                            + "&name=Ann+Doe&company=Doe&address-line-1=1+High+Street&city=Denver&state=Colorado&country=US"
                            + "&zipcode=80201&phone-cc=1&phone=2025550123&lang-pref=en");
        }
        return server;
    }

    @Test
    void a_portal_moves() {
        String url = "http://127.0.0.1:" + oldServer().port();
        String set =
                gets("portal", "upstream", "set", "1", "logicboxes", "--url", url, "--credentials-file", credentials());
        assertThat(set).contains(url).contains("portal upstream test 1");
        assertThat(gets("portal", "upstream", "test", "1")).contains("answers").contains("nobody");
        assertThat(gets("portal", "upstream", "test", "1", "Ann@Example.com"))
                .contains("knows the login: customer ")
                .contains("city")
                .doesNotContain("Denver");

        // what is known beforehand comes along without passwords
        String lines = file("known.jsonl", """
                {"email":"bob@example.com","firstName":"Robert","occupation":"Baker"}
                {"email":"cid@example.com","firstName":"Cid"}
                """);
        gets("import", lines, "--portal", "1");
        assertThat(gets("portal", "upstream", "show", "1"))
                .contains("logicboxes " + url)
                .containsPattern("moved in +0")
                .containsPattern("still there +2")
                .containsPattern("last fault +none");

        Client server = here.node();
        SignInDialect door = SignInDialect.KEAZE;
        assertThat(door.refuses(door.signIn(server, "bob@example.com", "another")))
                .isTrue();
        assertThat(door.admits(door.signIn(server, "bob@example.com", PASSWORD)))
                .isTrue();
        assertThat(door.admits(door.signIn(server, "ann@example.com", PASSWORD)))
                .isTrue();
        assertThat(here.count("select count(*) from customer where email = 'bob@example.com'"
                        + " and profile @> '{\"firstName\":\"Robert\",\"occupation\":\"Baker\",\"city\":\"Denver\"}'"))
                .as("what was imported stays, what the upstream tells is added")
                .isEqualTo(1);
        assertThat(gets("portal", "upstream", "show", "1"))
                .containsPattern("moved in +2")
                .containsPattern("last 24 hours +2")
                .containsPattern("last week +2\\.0")
                .containsPattern("still there +1");

        Path never = folder.resolve("never-came.jsonl");
        String finished = gets("portal", "upstream", "finish", "1", never.toString());
        assertThat(finished).contains("never came: 1").contains("no upstream any more");
        assertThat(never)
                .content()
                .contains("cid@example.com")
                .doesNotContain("bob@")
                .doesNotContain("john.doe");
        assertThat(refused(TEST_MODE, "portal", "upstream", "show", "1")).contains("has no upstream");
        assertThat(refused(TEST_MODE, "portal", "upstream", "off", "1")).contains("has no upstream");
        assertThat(refused(TEST_MODE, "portal", "upstream", "test", "1")).contains("has no upstream");
        assertThat(refused(TEST_MODE, "portal", "upstream", "finish", "1", never.toString()))
                .contains("has no upstream");
        assertThat(here.count(
                        "select count(*) from audit_event where event in ('portal_upstream_set', 'portal_upstream_removed')"
                                + " and actor = 'command' and detail ->> 'kind' = 'logicboxes'"))
                .isEqualTo(2);
    }

    @Test
    void new_customers_get_ids_beyond_those_that_the_old_system_has() {
        gets(
                "portal",
                "upstream",
                "set",
                "1",
                "logicboxes",
                "--url",
                "http://localhost:9",
                "--credentials-file",
                credentials(),
                "--ids-from",
                "70000000");
        here.sql("delete from portal_upstream");
        here.node()
                .post(
                        "/api/rest/portal/password-register",
                        "{\"email\":\"new@example.com\",\"password\":\"a new one 99\"}");
        assertThat(here.count("select id + account_id from customer where email = 'new@example.com'"))
                .isEqualTo(140_000_002);
    }

    @Test
    void ids_never_begin_before_those_that_are_given_out() {
        here.sql("alter table customer alter column id restart with 90000000");
        here.sql("alter table account alter column id restart with 90000000");
        gets("portal", "upstream", "set", "1", "keaze", "--url", "http://localhost:9", "--ids-from", "5");
        here.sql("delete from portal_upstream");
        here.node()
                .post(
                        "/api/rest/portal/password-register",
                        "{\"email\":\"new@example.com\",\"password\":\"a new one 99\"}");
        assertThat(here.count("select id + account_id from customer where email = 'new@example.com'"))
                .isEqualTo(180_000_000);
    }

    @Test
    void an_upstream_is_taken_away() {
        gets("portal", "upstream", "set", "1", "keaze", "--url", "http://localhost:9/");
        assertThat(gets("portal", "upstream", "off", "1")).isEqualTo("Portal 1 has no upstream any more.\n");
    }

    @Test
    void an_upstream_whose_look_ups_know_everybody_is_said_to_be_of_no_use() {
        old.sql("update portal set hardened = true where id = 1");
        String url = "http://127.0.0.1:" + oldServer().port();
        gets("portal", "upstream", "set", "1", "keaze", "--url", url);

        assertThat(refused(TEST_MODE, "portal", "upstream", "test", "1")).contains("knows an address that nobody has");
        assertThat(gets("portal", "upstream", "test", "1", "ann@example.com")).contains("knows the login");
    }

    @Test
    void what_is_wrong_with_an_upstream_is_said() {
        gets("portal", "upstream", "set", "1", "keaze", "--url", "http://localhost:9/");
        assertThat(refused(TEST_MODE, "portal", "upstream", "test", "1")).contains("no connection");
        assertThat(refused(Map.of(), "portal", "upstream", "test", "1")).contains("not https");
        assertThat(refused(
                        Map.of(
                                "VESTIBULE_MODE",
                                "test",
                                "VESTIBULE_MASTER_KEY",
                                "Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0M="),
                        "portal",
                        "upstream",
                        "test",
                        "1"))
                .contains("another master key");
    }

    @ParameterizedTest
    @CsvSource({
        "http://old.example.com, not https",
        "http://127.0.0.1:8080, not https",
        "ftp://old.example.com, not https",
        "https://user@old.example.com, user name",
        "https://old.example.com/?a=b, query",
        "https://old.example.com/#a, fragment",
        "https:old, no https",
        "'https://old example.com', blank",
        "https://old_host:99999/, no URL"
    })
    void a_url_that_could_not_be_asked_is_refused(String url, String why) {
        assertThat(refused(Map.of(), "portal", "upstream", "set", "1", "keaze", "--url", url))
                .contains(why);
        assertThat(here.count("select count(*) from portal_upstream")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sonar | {\"username\":\"a\"} | password",
                "sonar | {\"username\":\"a:b\",\"password\":\"x\"} | colon",
                "logicboxes | {\"auth-userid\":1,\"api-key\":\"x\"} | auth-userid",
                "logicboxes | {\"auth-userid\":\"1\",\"api-key\":\"x\",\"more\":\"y\"} | auth-userid or api-key",
                "hook | {\"secret\":\"whsec_c2hvcnQ=\"} | 24 to 64 bytes",
                "hook | [] | no JSON object",
                "hook | {\"secret\": | no JSON object"
            })
    void credentials_of_another_form_are_refused(String kind, String json, String why) {
        String file = file("credentials.json", json);
        assertThat(refused(
                        Map.of(),
                        "portal",
                        "upstream",
                        "set",
                        "1",
                        kind,
                        "--url",
                        "https://old.example.com/",
                        "--credentials-file",
                        file))
                .contains(why);
        assertThat(here.count("select count(*) from portal_upstream")).isZero();
    }

    @Test
    void what_there_is_not_is_named() {
        assertThat(refused(Map.of(), "portal", "upstream", "set", "77", "keaze", "--url", "https://old.example.com"))
                .contains("no portal 77");
        assertThat(refused(Map.of(), "portal", "upstream", "set", "1", "auth0", "--url", "https://old.example.com"))
                .contains("sonar, logicboxes, keaze or hook");
        assertThat(refused(Map.of(), "portal", "upstream", "set", "1", "sonar", "--url", "https://old.example.com"))
                .contains("username");
        assertThat(refused(
                        Map.of(),
                        "portal",
                        "upstream",
                        "set",
                        "1",
                        "sonar",
                        "--url",
                        "https://old.example.com",
                        "--credentials-file",
                        "nowhere.json"))
                .contains("can't be read");
        for (String command : List.of("show", "off", "test")) {
            assertThat(refused(Map.of(), "portal", "upstream", command, "77")).contains("no portal 77");
        }
    }

    @Test
    void credentials_are_sealed_anew_with_the_master_key() {
        List<String> set = new ArrayList<>(List.of("portal", "upstream", "set", "1", "logicboxes", "--url"));
        set.addAll(List.of("http://127.0.0.1:" + oldServer().port(), "--credentials-file", credentials()));
        gets(set.toArray(String[]::new));
        String newKey = "Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0M=";
        assertThat(operator.types(
                                Map.of(
                                        "VESTIBULE_MASTER_KEY",
                                        newKey,
                                        "VESTIBULE_MASTER_KEY_PREVIOUS",
                                        TestDatabases.MASTER_KEY),
                                "keys",
                                "reseal")
                        .out())
                .contains("Credentials of upstreams sealed anew: 1.");
        assertThat(operator.types(
                                Map.of("VESTIBULE_MODE", "test", "VESTIBULE_MASTER_KEY", newKey),
                                "portal",
                                "upstream",
                                "test",
                                "1")
                        .out())
                .contains("answers");
    }
}
