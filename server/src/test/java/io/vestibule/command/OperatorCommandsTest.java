package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator does with portals, customers and the audit once they are there. */
class OperatorCommandsTest {
    private final Operator demo = new Operator(TestDatabases.demo());

    @TempDir
    private Path folder;

    private String refused(String... args) {
        Operator.Ended ended = demo.types(args);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).startsWith("vestibule: ").doesNotContain("\tat ");
        return ended.err();
    }

    @Test
    void a_portal_is_renamed_and_given_a_language_and_no_two_have_one_name() {
        demo.gets("portal", "add", "North");
        assertThat(refused("portal", "add", "NORTH")).contains("already").contains("portal list");

        assertThat(demo.gets("portal", "rename", "1", "South")).isEqualTo("Portal 1 is called \"South\" now.\n");
        assertThat(refused("portal", "rename", "1", "north")).contains("already");
        assertThat(demo.gets("portal", "rename", "1", "SOUTH")).contains("SOUTH");
        assertThat(demo.gets("portal", "set", "1", "--language", "fr")).contains("fr");
        assertThat(demo.gets("portal", "list")).containsPattern("1 +SOUTH +- +fr");

        assertThat(refused("portal", "set", "1", "--language", "french")).contains("two letters");
        assertThat(refused("portal", "set", "1")).contains("--sender").contains("--language");
        assertThat(refused("portal", "rename", "77", "East")).contains("no portal 77");
        assertThat(demo.count("select count(*) from audit_event where event = 'portal_renamed'"))
                .isEqualTo(2);
    }

    @Test
    void customers_are_listed_a_page_at_a_time() {
        String all = demo.gets("customer", "list", "--portal", "1");
        assertThat(all).containsPattern("2 +john.doe@example.com +(?i:testtest123) +John Doe +- ");
        long total = demo.count("select count(*) from customer where portal_id = 1");
        assertThat(all).endsWith("Page 1 of 1; customers: " + total + ".\n");

        assertThat(demo.gets("customer", "list", "--limit", "1", "--page", "2"))
                .contains("Page 2 of " + total)
                .contains("john.doe@example.com")
                .doesNotContain("someone@example.com");
        assertThat(demo.gets("customer", "list", "--page", "2"))
                .contains("There is no page 2; the last is page 1; customers: ");
        assertThat(demo.gets("customer", "list", "--login", "JOHN.DOE@example.com"))
                .contains("customers: 1.");
        assertThat(demo.gets("customer", "list", "--name", "nobody")).contains("customers: 0.");
        assertThat(refused("customer", "list", "--limit", "0")).contains("from 1 to 1000");
        assertThat(refused("customer", "list", "--portal", "77")).contains("no portal 77");
    }

    @Test
    void operators_act_for_a_portals_customers_once_it_says_so() {
        assertThat(demo.gets("portal", "show", "1")).containsPattern("act-as +off");
        assertThat(demo.gets("portal", "set", "1", "--act-as", "on"))
                .isEqualTo("Operators may act for customers of portal 1\n");
        assertThat(demo.gets("portal", "show", "1")).containsPattern("act-as +on");
        assertThat(demo.gets("portal", "set", "1", "--act-as", "off"))
                .isEqualTo("Operators may no longer act for customers of portal 1\n");
        assertThat(refused("portal", "set", "77", "--act-as", "on")).contains("no portal 77");
        assertThat(demo.count("select count(*) from audit_event where event = 'portal_act_as_changed'"))
                .isEqualTo(2);
    }

    @Test
    void a_password_is_set_from_a_file_and_ends_what_the_old_one_opened() throws IOException {
        openSession();
        Path file = Files.writeString(folder.resolve("password.txt"), "quite another one\nnever read\n");
        long before = demo.count("select count(*) from outbox where purpose = 'password-changed'");

        assertThat(demo.gets("customer", "set-password", "2", "--password-file", file.toString()))
                .isEqualTo("Customer 2 has the new password; their sessions are over.\n");
        assertThat(demo.count("select count(*) from customer_session where customer_id = 2 and ended_at is null"))
                .isZero();
        assertThat(demo.count("select count(*) from outbox where purpose = 'password-changed'"))
                .isEqualTo(before + 1);
        assertThat(demo.count("select count(*) from customer where id = 2 and password_origin = 'operator'"))
                .isEqualTo(1);

        Files.writeString(file, "short\n");
        assertThat(refused("customer", "set-password", "2", "--password-file", file.toString()))
                .contains("Nothing was stored");
        assertThat(refused(
                        "customer",
                        "set-password",
                        "2",
                        "--password-file",
                        folder.resolve("none").toString()))
                .contains("can't be read");
        assertThat(refused("customer", "set-password", "2", "--password-stdin")).contains("holds no password");
        assertThat(refused("customer", "set-password", "2", "--password-stdin", "--password"))
                .contains("Give one of");
        assertThat(demo.types("customer", "set-password", "2", "a fine long one")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void a_customers_sessions_are_ended() {
        openSession();
        openSession();
        assertThat(demo.gets("customer", "end-sessions", "testtest123", "--portal", "1"))
                .isEqualTo("Sessions of customer 2 that were ended: 2.\n");
        assertThat(demo.gets("customer", "end-sessions", "2")).endsWith("ended: 0.\n");
    }

    @Test
    void a_customer_is_deleted_for_whoever_is_sure() {
        assertThat(refused("customer", "delete", "2")).contains("--yes");
        assertThat(demo.count("select count(*) from customer where id = 2")).isEqualTo(1);
        assertThat(demo.gets("customer", "delete", "john.doe@example.com", "--portal", "1", "--yes"))
                .isEqualTo("Customer 2 is gone.\n");
        assertThat(refused("customer", "show", "2")).contains("no customer 2");
        assertThat(demo.gets("audit", "list", "--customer", "2", "--event", "user_deleted"))
                .contains("user_deleted");
    }

    @Test
    void the_audit_is_read_by_portal_customer_event_and_moment() {
        demo.gets("customer", "disable", "2");
        demo.gets("customer", "enable", "2");
        demo.gets("portal", "policy", "1", "--hardened", "on");

        assertThat(demo.gets("audit", "list", "--customer", "2", "--event", "user_disabled,user_enabled"))
                .containsPattern("(?s)user_disabled.*user_enabled")
                .containsPattern("AT +EVENT +PORTAL +CUSTOMER +DIALECT");
        assertThat(demo.gets("audit", "list", "--customer", "2", "--limit", "1"))
                .contains("user_enabled")
                .doesNotContain("user_disabled");
        assertThat(demo.gets("audit", "list", "--portal", "1", "--format", "jsonl", "--event", "portal_policy_changed"))
                .matches(
                        "\\{\"at\":\"[^\"]+Z\",\"event\":\"portal_policy_changed\",\"actor\":\"command\",\"dialect\":\"command\",\"portal\":1,\"detail\":\\{\"hardened\":true}}\n");
        assertThat(demo.gets("audit", "list", "--since", "1h", "--event", "user_enabled"))
                .contains("user_enabled");
        assertThat(demo.gets("audit", "list", "--since", "2999-01-01T00:00:00Z", "--format", "jsonl"))
                .isEmpty();
        assertThat(refused("audit", "list", "--limit", "100001")).contains("from 1 to 100000");
        assertThat(demo.types("audit", "list", "--since", "yesterday").err()).contains("24h");
    }

    @ParameterizedTest
    @CsvSource({
        "customer, lits",
        "customer, delet",
        "customer, disabel",
        "customer, set-pasword",
        "customer, end-session",
        "customer, secondfactoroff",
        "portal, dissallow-url",
        "portal, renam",
        "client, rotat",
        "epoch, bumb",
        "epok, bump"
    })
    void a_guess_at_what_was_meant_never_names_what_changes_something(String group, String word) {
        Operator.Ended ended = demo.types(group, word);
        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err().lines().filter(line -> line.startsWith("Did you mean")))
                .noneMatch(line -> line.matches(".*(delete|disable|disallow|set|end-|off|rename|rotate|bump|epoch).*"));
    }

    private String adds(String name, String... options) {
        return demo.gets(added(name, options));
    }

    private String refusedToAdd(String... options) {
        String refusal = refused(added("refused", options));
        assertThat(demo.count("select count(*) from api_client where name = 'refused'"))
                .isZero();
        return refusal;
    }

    private static String[] added(String name, String... options) {
        List<String> line = new ArrayList<>(List.of("client", "add", name, "--portal", "1", "--scope"));
        line.addAll(List.of(options));
        return line.toArray(String[]::new);
    }

    private static final String HERE = "https://app.example.com/cb";

    @Test
    void an_application_is_added_as_the_standard_has_it_where_nothing_else_was_said() {
        assertThat(adds("web", "openid", "--redirect-uri", HERE))
                .containsPattern("client_id +web")
                .containsPattern("secret +[\\w-]{43}\n");
        assertThat(demo.gets("client", "show", "web"))
                .containsPattern("auth method +client_secret_basic\n")
                .containsPattern("grant types +authorization_code refresh_token\n")
                .containsPattern("allowed scopes +openid profile email phone address offline_access\n")
                .containsPattern("party +first\n")
                .containsPattern("ID tokens +RS256\n")
                .containsPattern("redirect URI +" + HERE);
        assertThat(demo.gets("client", "list")).containsPattern("web +1 +openid +any +active");
        assertThat(demo.count("select count(*) from rsa_signing_key")).isEqualTo(1);
        assertThat(demo.gets("client", "rotate", "web")).contains("secret", "stays good for 24h.");
        assertThat(refused("client", "rotate", "web", "--overlap", "31d")).contains("30 days at most");
    }

    @Test
    void public_and_signing_applications_get_no_secret() throws IOException {
        String app = "com.example.app:/cb";
        assertThat(adds("app", "openid", "--public", "--redirect-uri", app, "--id-token-alg", "ES256"))
                .contains("no secret");
        Path keys = Files.writeString(folder.resolve("jwks.json"), jwks());
        assertThat(adds(
                        "bank",
                        "openid",
                        "--auth-method",
                        "private_key_jwt",
                        "--jwks-file",
                        keys.toString(),
                        "--redirect-uri",
                        HERE,
                        "--third-party"))
                .contains("no secret");
        assertThat(demo.gets("client", "show", "bank")).contains("private_key_jwt", "third");
        assertThat(demo.count("select count(*) from api_client where name in ('app', 'bank') and secret_hash is null"))
                .isEqualTo(2);
        assertThat(refused("client", "rotate", "bank")).contains("no secret");
        Files.writeString(keys, "{}");
        assertThat(refused("client", "set", "bank", "--jwks-file", keys.toString()))
                .contains("JWK Set")
                .contains("Nothing was changed");
    }

    private static String jwks() {
        try {
            return new JWKSet(new ECKeyGenerator(Curve.P_256)
                            .keyID("a")
                            .generate()
                            .toPublicJWK())
                    .toString();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_program_that_nobody_signs_in_to_needs_no_redirect_uri_and_a_client_may_speak_several_dialects() {
        adds("job", "openid", "--grant-type", "client_credentials", "--allow-scope", "orders:read,orders:write");
        assertThat(demo.gets("client", "show", "job")).containsPattern("allowed scopes +orders:read orders:write\n");
        adds("both", "sonar,openid", "--redirect-uri", HERE);
        assertThat(demo.gets("client", "list")).containsPattern("both +1 +openid sonar +any +active");
        adds("once", "openid", "--redirect-uri", HERE, "--grant-type", "authorization_code");
        assertThat(demo.gets("client", "show", "once")).doesNotContain("offline_access");
    }

    @Test
    void an_application_changes_in_what_is_named_and_nothing_else() {
        adds("web", "openid", "--redirect-uri", HERE, "--access-token-life", "5m");
        demo.gets("client", "set", "web", "--post-logout-redirect-uri", "https://app.example.com/bye");
        demo.gets("client", "set", "web", "--auth-method", "client_secret_post");
        assertThat(demo.gets("client", "set", "web", "--third-party", "--allow-scope", "openid,orders:read"))
                .containsPattern("party +third")
                .containsPattern("redirect URI +" + HERE)
                .containsPattern("post-logout URI +https://app.example.com/bye")
                .containsPattern("allowed scopes +openid orders:read\n")
                .containsPattern("auth method +client_secret_post\n")
                .containsPattern("access tokens +5m\n");
        assertThat(demo.gets("client", "set", "web", "--post-logout-redirect-uri", "", "--access-token-life", "0s"))
                .contains("the installation's")
                .doesNotContain("bye");
        assertThat(demo.gets("audit", "list", "--event", "client_changed", "--format", "jsonl")
                        .lines()
                        .skip(2)
                        .findFirst())
                .hasValueSatisfying(
                        event -> assertThat(event).contains("first_party").contains("scope"));
        assertThat(demo.gets(
                        "client",
                        "set",
                        "web",
                        "--backchannel-logout-uri",
                        "https://app.example.com/logout?from=vestibule",
                        "--pushed-requests",
                        "required"))
                .containsPattern("back-channel URI +https://app.example.com/logout\\?from=vestibule\n")
                .containsPattern("pushed requests +required\n");
        assertThat(demo.gets("client", "set", "web", "--backchannel-logout-uri", "", "--pushed-requests", "optional"))
                .doesNotContain("back-channel");
        assertThat(refused("client", "set", "web")).contains("--redirect-uri");
        assertThat(refused("client", "set", "demo", "--third-party")).contains("openid");
        assertThat(refused("client", "set", "nobody", "--third-party")).contains("client list");
        assertThat(refused("client", "show", "nobody")).contains("client list");
        demo.gets("client", "disable", "web");
        assertThat(refused("client", "set", "web", "--first-party")).contains("client list");
        assertThat(demo.gets("client", "show", "web")).containsPattern("state +disabled");
    }

    @Test
    void an_application_of_any_method_has_keys_for_its_requests_and_may_be_held_to_them_and_to_dpop()
            throws IOException {
        String keys = Files.writeString(folder.resolve("jwks.json"), jwks()).toString();
        adds("signer", "openid", "--redirect-uri", HERE, "--jwks-file", keys, "--dpop", "required");

        assertThat(demo.gets("client", "show", "signer"))
                .containsPattern("auth method +client_secret_basic\n")
                .containsPattern("public keys +registered\n")
                .containsPattern("signed requests +optional\n")
                .containsPattern("DPoP +required\n");
        assertThat(demo.gets("client", "set", "signer", "--request-objects", "required", "--dpop", "optional"))
                .containsPattern("signed requests +required\n")
                .containsPattern("DPoP +optional\n");
        assertThat(demo.gets("audit", "list", "--event", "client_changed", "--format", "jsonl"))
                .contains("require_signed_request_object", "dpop_bound_access_tokens");
        assertThat(refused("client", "set", "signer", "--jwks-file", "")).contains("public keys");
        assertThat(demo.gets("client", "set", "signer", "--jwks-file", "", "--request-objects", "optional"))
                .containsPattern("public keys +none\n");
    }

    @Test
    void an_application_that_makes_no_sense_is_refused_in_a_sentence() {
        String credentials = "client_credentials";
        assertThat(refusedToAdd("openid")).contains("redirect URI");
        assertThat(refusedToAdd("sonar", "--redirect-uri", HERE)).contains("--scope openid");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--grant-type", credentials))
                .contains("no");
        assertThat(refusedToAdd("openid", "--public", "--grant-type", credentials))
                .contains("public");
        assertThat(refused(
                        "client",
                        "add",
                        "4711",
                        "--portal",
                        "1",
                        "--scope",
                        "openid",
                        "--grant-type",
                        credentials,
                        "--allow-scope",
                        "orders:read"))
                .contains("give it a letter");
        assertThat(refusedToAdd("openid", "--grant-type", "refresh_token")).contains("authorization_code");
        assertThat(refusedToAdd("openid", "--grant-type", credentials, "--allow-scope", "email"))
                .contains("No customer");
        assertThat(refusedToAdd("openid", "--public", "--redirect-uri", HERE, "--network", "10.0.0.0/8"))
                .contains("networks");
        assertThat(refusedToAdd("sonar,openid", "--public", "--redirect-uri", HERE))
                .contains("secret");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--request-objects", "required"))
                .contains("public keys");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--request-objects", "maybe"))
                .contains("--request-objects is required or optional");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--dpop", "maybe"))
                .contains("--dpop is required or optional");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--auth-method", "private_key_jwt"))
                .contains("JWK Set");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--public", "--auth-method", "client_secret_post"))
                .contains("--public");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--first-party", "--third-party"))
                .contains("not both");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--allow-scope", "openid,profil"))
                .contains("\"profil\"");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--allow-scope", "email"))
                .contains("scope openid");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--redirect-uri", HERE + "#x"))
                .contains("fragment");
        assertThat(refusedToAdd("openid", "--redirect-uri", "http://localhost:3000/cb"))
                .contains("test mode");
        assertThat(refusedToAdd("openid", "--redirect-uri", "com.example.app:/cb"))
                .contains("public");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--post-logout-redirect-uri", "/bye"))
                .contains("/bye");
        assertThat(refusedToAdd(
                        "openid", "--redirect-uri", HERE, "--backchannel-logout-uri", "http://app.example.com/"))
                .contains("back-channel logout URI", "https");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--backchannel-logout-uri", HERE + "#x"))
                .contains("fragment");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--backchannel-logout-uri", "http://127.0.0.1:1/"))
                .contains("this machine");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--pushed-requests", "maybe"))
                .contains("required or optional");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--access-token-life", "25h"))
                .contains("VESTIBULE_SESSION_ACCESS_FROM_LINK");
        assertThat(refusedToAdd("openid", "--redirect-uri", HERE, "--access-token-life", "59s"))
                .contains("minute");
        assertThat(refused(added("https://app.example.com/client", "openid", "--redirect-uri", HERE)))
                .contains("URL")
                .contains("isn't supported");
        assertThat(demo.types(added("refused", "openid", "--redirect-uri", HERE, "--grant-type", "implicit"))
                        .err())
                .contains("authorization_code");
        assertThat(demo.types(
                                Map.of("VESTIBULE_MODE", "test"),
                                added("tried", "openid", "--redirect-uri", "http://localhost:3000/cb"))
                        .exit())
                .isZero();
    }

    @Test
    void the_demo_has_a_page_and_a_web_application() {
        assertThat(demo.gets("client", "list"))
                .containsPattern("demo-spa +1 +openid +any +active")
                .containsPattern("demo-web +1 +openid +any +active");
        assertThat(demo.gets("client", "show", "demo-spa"))
                .containsPattern("auth method +none \\(public\\)")
                .contains("http://localhost:3000/callback", "http://127.0.0.1:3000/callback", "ES256");
    }

    private void openSession() {
        demo.sql("insert into customer_session (id, portal_id, customer_id, amr, expires_at)"
                + " values (gen_random_uuid(), 1, 2, '{link}', now() + interval '1 day')");
    }
}
