package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator does about passkeys. */
class PasskeyCommandsTest {
    private final Operator demo = new Operator(TestDatabases.demo());

    private String refused(String... args) {
        Operator.Ended ended = demo.types(args);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).startsWith("vestibule: ").doesNotContain("\tat ");
        return ended.err();
    }

    private long stored(String name) {
        return demo.count("""
                with stored as (
                    insert into passkey (portal_id, customer_id, credential_id, rp_id, credential, counter, transports, aaguid, name)
                    values (1, 2, '\\x01', 'example.com', '\\x00', 0, '{}', '00000000-0000-0000-0000-000000000000', '%s')
                    returning id
                )
                select id from stored
                """.formatted(name));
    }

    @Test
    void the_site_must_be_one_of_the_portals_pages_or_above_it() {
        assertThat(demo.gets("portal", "set", "1", "--passkey-rp-id", "Example.com"))
                .isEqualTo("Passkeys of portal 1 are for example.com, at most 20 a customer.\n");
        assertThat(refused("portal", "set", "1", "--passkey-rp-id", "example.org"))
                .contains("No page of portal 1 is at example.org");
        assertThat(refused("portal", "set", "1", "--passkey-rp-id", "le.com")).contains("No page");
        assertThat(refused("portal", "set", "99", "--passkey-rp-id", "example.com"))
                .contains("no portal 99");
        assertThat(demo.gets("portal", "set", "1", "--passkey-rp-id", "")).contains("VESTIBULE_PUBLIC_URL");
        assertThat(demo.count("select count(*) from audit_event where event = 'portal_passkeys_changed'"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"com", "192.0.2.1", "https://example.com", "example.com:443", "example.com/", "-x.com", "[::1]"})
    void what_is_no_site_is_refused(String text) {
        assertThat(refused("portal", "set", "1", "--passkey-rp-id", text)).contains("no site for passkeys");
    }

    @Test
    void passkeys_that_another_site_makes_useless_are_told() {
        stored("Phone");
        demo.gets("portal", "set", "1", "--passkey-rp-id", "example.com");
        assertThat(demo.gets("portal", "set", "1", "--passkey-rp-id", "portal.example.com"))
                .contains("Made for another site, where alone they work: 1.");
    }

    @Test
    void p22_a_sixth_site_is_refused() {
        demo.gets("portal", "set", "1", "--passkey-rp-id", "example.com");
        for (String host : new String[] {"a.org", "www.b.co.uk", "c.net", "d.org", "e.org", "www.a.org", "b.co.uk"}) {
            demo.gets("portal", "allow-url", "1", "https://" + host + "/");
        }
        assertThat(refused("portal", "allow-url", "1", "https://f.org/")).contains("more than 5 sites");
        demo.gets("portal", "allow-url", "1", "https://more.example.com/");

        demo.gets("portal", "set", "1", "--passkey-rp-id", "");
        demo.gets("portal", "allow-url", "1", "https://f.org/");
        assertThat(refused("portal", "set", "1", "--passkey-rp-id", "example.com"))
                .contains("more than 5 other sites");
    }

    @Test
    void p5_p21_the_rest_of_the_policy_is_set_and_checked() {
        assertThat(demo.gets(
                        "portal",
                        "set",
                        "1",
                        "--passkey-limit",
                        "64",
                        "--passkey-top-origin",
                        "https://www.example.com",
                        "--passkey-allow",
                        "fbfc3007-154e-4ecc-8c0b-6e020557d7bd,BADA5566-a7aa-401f-bd96-45619a55120d",
                        "--passkey-block",
                        "00000000-0000-0000-0000-000000000000"))
                .contains("at most 64")
                .contains("frames of https://www.example.com")
                .contains("taken: 2")
                .contains("aren't: 1");
        assertThat(demo.gets("portal", "policy", "1"))
                .containsPattern("passkeys a customer +64")
                .containsPattern("passkeys allowed +bada5566-a7aa-401f-bd96-45619a55120d fbfc3007");
        assertThat(refused("portal", "set", "1", "--passkey-limit", "65")).contains("from 1 to 64");
        assertThat(refused("portal", "set", "1", "--passkey-limit", "0")).contains("from 1 to 64");
        assertThat(refused("portal", "set", "1", "--passkey-allow", "yubikey")).contains("no AAGUID");
        assertThat(refused("portal", "set", "1", "--passkey-top-origin", "https://example.com/path/"))
                .contains("no origin");
        assertThat(demo.gets(
                        "portal", "set", "1", "--passkey-allow", "", "--passkey-block", "", "--passkey-top-origin", ""))
                .isEqualTo("Passkeys of portal 1 are for the host of VESTIBULE_PUBLIC_URL, at most 64 a customer.\n");
        assertThat(refused("portal", "set", "1")).contains("--passkey-rp-id");
    }

    @Test
    void a_customers_passkeys_are_shown_and_one_is_removed() {
        assertThat(demo.gets("customer", "show", "2")).containsPattern("passkeys +none");
        long id = stored("My phone");
        assertThat(demo.gets("customer", "show", "2"))
                .containsPattern("passkeys +1")
                .containsPattern("passkey " + id + " +My phone, for example.com, since .*, last used never");
        assertThat(refused("customer", "passkey", "remove", "2", "999")).contains("has no passkey 999");
        assertThat(refused("customer", "passkey", "remove", "999", "1")).contains("no customer 999");
        assertThat(demo.gets("customer", "passkey", "remove", "testtest123", Long.toString(id), "--portal", "1"))
                .isEqualTo("Passkey " + id + " of customer 2 is gone.\n");
        assertThat(demo.count("select count(*) from outbox where purpose = 'passkey-removed' and customer_id = 2"))
                .isEqualTo(1);
        assertThat(demo.count("""
                        select count(*) from audit_event
                        where event = 'authn_passkey_removed' and customer_id = 2 and actor = 'command'
                        """)).isEqualTo(1);
    }
}
