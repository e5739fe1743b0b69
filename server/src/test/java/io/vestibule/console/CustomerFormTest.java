package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A customer is added, and what one is called and what is known of them is changed, for a reason that the audit keeps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomerFormTest {
    private static final String ADD = "/console/portals/1/customers/add";

    private final Consoles consoles = new Consoles();
    private Browser support;
    private int made;

    @BeforeAll
    void start() {
        support = consoles.browser(Role.SUPPORT);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private Page add(Map<String, String> typed) {
        return support.submit(support.get(ADD), ADD, typed);
    }

    /** The path of a new one's page. */
    private String customer() {
        String email = "formed" + ++made + "@example.org";
        Page added =
                add(Map.of("email", email, "profile.firstName", "Ann", "profile.phone", "+4930123456", "reason", "r"));
        return added.location().replace("?done=added", "");
    }

    private Page change(String customer, Map<String, String> typed) {
        return support.submit(support.get(customer + "/change"), customer + "/change", typed);
    }

    private String profile(String customer) {
        return consoles.installation
                .sql()
                .withHandle(h -> h.statement("select cast(profile as text) from customer where id = :id")
                        .bind("id", Long.parseLong(customer.substring(customer.lastIndexOf('/') + 1)))
                        .mapTo(String.class)
                        .one());
    }

    private long events(String customer, String event, String reason) {
        return consoles.installation.count(
                "select count(*) from audit_event where customer_id = ? and event = ? and actor = 'operator' and detail ->> 'reason' = ?",
                Long.parseLong(customer.substring(customer.lastIndexOf('/') + 1)),
                event,
                reason);
    }

    @Test
    void a_customer_is_added_from_the_list_of_a_portal() {
        assertThat(support.get("/console/customers?portal=1").body()).contains(ADD);
        Page added = add(Map.of(
                "email", "new@example.org",
                "username", "newcomer",
                "language", "de",
                "profile.lastName", "New <b>",
                "profile.homeAddress", "1 High Street\r\nSpringfield",
                "profile.keyworker", "true",
                "reason", "asked at the counter"));
        Page shown = support.follow(added);
        assertThat(shown.body())
                .contains(
                        "The customer is added.",
                        "new@example.org",
                        "newcomer",
                        "New &lt;b&gt;",
                        "none: they sign in by link");
        String path = added.location().replace("?done=added", "");
        assertThat(profile(path)).isEqualTo("""
                {"lastName": "New <b>", "keyworker": true, "homeAddress": "1 High Street\\nSpringfield"}""");
        assertThat(events(path, "user_created", "asked at the counter")).isOne();
        assertThat(
                        consoles.installation.count(
                                "select count(*) from outbox where customer_id = (select id from customer where email = 'new@example.org')"))
                .isZero();
        assertThat(support.get("/console/customers?portal=1&q=newcomer").body()).contains("new@example.org");
    }

    @Test
    void what_cant_be_is_told_and_comes_back_as_it_was_typed() {
        Page none = add(Map.of("email", "nobody", "profile.firstName", "Kept", "reason", "r"));
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.alert()).isEqualTo("That is no email address.");
        assertThat(none.form(ADD).fields()).containsEntry("email", "nobody").containsEntry("profile.firstName", "Kept");
        assertThat(add(Map.of("email", "john.doe@example.com", "reason", "r")).alert())
                .isEqualTo("Another customer of the portal signs in with john.doe@example.com.");
        assertThat(add(Map.of("email", "x1@example.org", "profile.dateOfBirth", "yesterday", "reason", "r"))
                        .alert())
                .contains("must be a date (YYYY-MM-DD)");
        assertThat(add(Map.of("email", "x2@example.org", "username", "two words", "reason", "r"))
                        .alert())
                .startsWith("That is no username");
        assertThat(add(Map.of("email", "x3@example.org")).alert()).startsWith("Say why");
        assertThat(consoles.installation.count("select count(*) from customer where email like 'x_@example.org'"))
                .isZero();
    }

    @Test
    void a_change_leaves_what_wasnt_typed_and_clears_what_was_emptied() {
        String customer = customer();
        Page done = support.follow(change(
                customer,
                Map.of(
                        "username", "changed" + made,
                        "profile.lastName", "Lee",
                        "profile.phone", "",
                        "profile.livingCircumstance", "{\"id\": 3, \"name\": \"Renting\"}",
                        "reason", "married")));
        assertThat(done.heading()).isEqualTo("Ann Lee");
        assertThat(done.body()).contains("The customer is changed.", "changed" + made, "Renting");
        assertThat(profile(customer)).isEqualTo("""
                {"lastName": "Lee", "firstName": "Ann", "livingCircumstance": {"id": 3, "name": "Renting"}}""");
        assertThat(events(customer, "user_updated", "married")).isOne();
        support.follow(change(customer, Map.of("profile.lastName", "Lee-Ray", "reason", "hyphen")));
        assertThat(profile(customer)).contains("Lee-Ray", "\"id\": 3");
        assertThat(change(customer, Map.of("username", "", "reason", "r")).alert())
                .isEqualTo("A username can be changed, and not taken away.");
        assertThat(change(customer, Map.of("username", "TestTest123", "reason", "r"))
                        .alert())
                .isEqualTo("Another customer of the portal signs in with TestTest123.");
    }

    @Test
    void of_two_operators_the_second_sees_what_the_first_stored() {
        String customer = customer();
        Page first = support.get(customer + "/change");
        Page second = consoles.browser(Role.SUPPORT).get(customer + "/change");
        support.submit(first, customer + "/change", Map.of("profile.phone", "+4930999", "reason", "one"));
        Page stale = support.submit(second, customer + "/change", Map.of("profile.lastName", "Two", "reason", "two"));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.alert()).startsWith("Somebody changed this");
        assertThat(stale.body()).contains("<dt>phone</dt><dd>+4930999", "<dt>lastName</dt><dd>nothing");
        assertThat(stale.form(customer + "/change").fields()).containsEntry("profile.lastName", "Two");
        assertThat(profile(customer)).contains("+4930999").doesNotContain("Two");
    }

    @Test
    void only_who_may_change_them_sees_the_forms_and_only_an_owner_the_export() {
        Browser viewer = consoles.browser(Role.VIEWER);
        assertThat(viewer.get("/console/customers?portal=1").body()).doesNotContain(ADD);
        assertThat(viewer.get(ADD).status()).isEqualTo(403);
        assertThat(viewer.get("/console/customers/2/change").status()).isEqualTo(403);
        assertThat(viewer.get("/console/customers/2").body()).doesNotContain("/console/customers/2/change");
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        assertThat(other.get(ADD).status()).isEqualTo(404);
        assertThat(other.get("/console/customers/2/change").status()).isEqualTo(404);
        String export = "/console/customers/2/export";
        assertThat(support.get("/console/customers/2").body()).doesNotContain(export);
        assertThat(consoles.browser(Role.OWNER).get("/console/customers/2").body())
                .contains(export);
    }
}
