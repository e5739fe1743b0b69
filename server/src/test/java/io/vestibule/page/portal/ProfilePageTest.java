package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.StoredCustomer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The profile of a customer who is signed in, on a portal's own pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfilePageTest {
    private static final String RIGHT = "correct horse 9";
    private static final String PAGE = "/account/1/profile";
    private static final String OWN_SCHEMA = """
            {"type": "object", "required": ["lastName"], "properties": {
              "membership": {"type": "string", "title": "Membership <no.>", "pattern": "^M-[0-9]{6}$",
                             "x-must-be": "a membership number such as M-123456"},
              "tier": {"enum": ["basic", "gold"], "readOnly": true},
              "petNames": {"type": "array", "items": {"type": "string"}},
              "occupation": {"readOnly": true},
              "livingCircumstance": {"enum": [{"id": 1, "name": "Renting"}, {"id": 2, "name": "Owner"}]}}}
            """;

    private final Installation installation = Installation.demo(Generous.limits());
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
        installation.sql("update portal set profile_schema = cast(? as json) where id = 2", OWN_SCHEMA);
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private long customer(String email, String profile) {
        return StoredCustomer.of(email).password(RIGHT).profile(profile).store(installation);
    }

    private Browser signedIn(String email) {
        return signedIn(1, email);
    }

    private Browser signedIn(int portal, String email) {
        Browser browser = new Browser(server);
        assertThat(browser.signIn("/sign-in/" + portal, email, RIGHT).status()).isEqualTo(303);
        return browser;
    }

    private boolean has(long customer, String profile) {
        return installation.count(
                        "select count(*) from customer where id = ? and profile = cast(? as jsonb)", customer, profile)
                == 1;
    }

    private long updates(long customer) {
        return installation.count(
                "select count(*) from audit_event where event = 'user_updated' and customer_id = ? and dialect = 'openid'",
                customer);
    }

    @Test
    void the_account_shows_what_is_known_of_the_customer_and_what_they_sign_in_with() {
        StoredCustomer.of("shown@example.com")
                .username("shown1")
                .password(RIGHT)
                .profile(
                        "{\"firstName\": \"Ann <b>\", \"keyworker\": true, \"livingCircumstance\": {\"id\": 1, \"name\":"
                                + " \"Renting\"}}")
                .store(installation);
        Page account = signedIn("shown1").get("/account/1");
        assertThat(account.body())
                .contains("<dt>Email address</dt>\n<dd>shown@example.com</dd>")
                .contains("<dt>Username</dt>\n<dd>shown1</dd>")
                .contains("<dt>First name</dt>\n<dd>Ann &lt;b&gt;</dd>")
                .contains("<dt>Key worker</dt>\n<dd>yes</dd>")
                .contains("<dd>Renting</dd>")
                .doesNotContain("<dt>Last name</dt>");
        assertThat(account.links()).contains(PAGE);
    }

    @Test
    void what_is_changed_is_saved_audited_and_told_and_nothing_else_is_touched() {
        long id = customer("change@example.com", "{\"firstName\": \"Ann\", \"phone\": \"+44 1\", \"deposit\": 12.50}");
        Browser browser = signedIn("change@example.com");
        Page form = browser.get(PAGE + "?state=1");
        assertThat(form.form(PAGE).fields())
                .containsEntry("profile.firstName", "Ann")
                .containsEntry("profile.deposit", "12.50");

        Page done = browser.submit(
                form,
                PAGE + "?state=1",
                Map.of(
                        "profile.firstName", "Anne",
                        "profile.phone", "",
                        "profile.dateOfBirth", "1984-05-23",
                        "profile.dependants", "2",
                        "profile.keyworker", "false",
                        "profile.homeAddress", "1 High St\r\nLondon"));

        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.body()).contains("role=\"status\">Saved.");
        assertThat(done.form(PAGE).fields()).containsEntry("profile.firstName", "Anne");
        assertThat(has(id, """
                {"firstName": "Anne", "deposit": 12.50, "dateOfBirth": "1984-05-23", "dependants": 2, "keyworker": false,
                 "homeAddress": "1 High St\\nLondon"}
                """)).isTrue();
        assertThat(updates(id)).isEqualTo(1);
    }

    @Test
    void nothing_changed_is_nothing_written() {
        long id = customer("same@example.com", "{\"firstName\": \"Ann\", \"deposit\": 12.50, \"keyworker\": true}");
        Browser browser = signedIn("same@example.com");
        assertThat(browser.submit(browser.get(PAGE), PAGE, Map.of()).status()).isEqualTo(200);
        assertThat(updates(id)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "phone, call me, Please enter a phone number.",
        "dateOfBirth, 23.5.1984, Please enter a date such as 1984-05-23.",
        "dependants, 2.5, Please enter a number that fits here.",
        "deposit, much, Please enter a number that fits here.",
        "keyworker, maybe, Please choose one of the values.",
        "occupation, LONG, 'This is too long, or not what is asked for here.'"
    })
    void a_value_that_will_not_do_is_told_at_its_field_with_all_that_was_typed(
            String field, String typed, String reason) {
        String email = "refused-" + field.toLowerCase(Locale.ROOT) + "@example.com";
        long id = customer(email, "{}");
        Browser browser = signedIn(email);
        String value = typed.equals("LONG") ? "x".repeat(256) : typed;
        Page refused = browser.submit(
                browser.get(PAGE), PAGE, Map.of("profile." + field, value, "profile.firstName", "Kept & typed"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).isEqualTo(reason);
        assertThat(refused.body())
                .contains("id=\"profile-" + field + "\"", "aria-describedby=\"profile-" + field + "-fault\"");
        assertThat(refused.form(PAGE).fields()).containsEntry("profile.firstName", "Kept & typed");
        if (!field.equals("keyworker")) { // what no option has can't be shown
            assertThat(refused.form(PAGE).fields()).containsEntry("profile." + field, value);
        }
        assertThat(has(id, "{}")).isTrue();
    }

    @Test
    void a_portals_own_schema_has_its_labels_choices_and_sentences() {
        long id = StoredCustomer.of("own-schema@example.com")
                .in(2)
                .password(RIGHT)
                .profile("{\"lastName\": \"Lee\", \"tier\": \"gold\", \"petNames\": [\"Rex\", \"Tom\"]}")
                .store(installation);
        Browser browser = signedIn(2, "own-schema@example.com");
        String path = "/account/2/profile";
        Page form = browser.get(path);
        assertThat(form.body())
                .contains("<label for=\"profile-membership\">Membership &lt;no.&gt;</label>")
                .contains("<dt>tier</dt>\n<dd>gold</dd>", "<dt>petNames</dt>\n<dd>Rex, Tom</dd>")
                .doesNotContain("name=\"profile.tier\"", "name=\"profile.petNames\"", "name=\"profile.occupation\"")
                .contains(">Renting</option>", ">Owner</option>");

        Page wrong = browser.submit(form, path, Map.of("profile.membership", "123456", "profile.lastName", ""));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("Expected: a membership number such as M-123456", "Please fill this in.");
        Page smuggled = browser.post(
                path, with(form.form(path).fields(), Map.of("profile.tier", "basic", "profile.invented", "x")));
        assertThat(smuggled.status()).isEqualTo(200);

        Page done = browser.submit(
                browser.get(path),
                path,
                Map.of(
                        "profile.membership",
                        "M-123456",
                        "profile.livingCircumstance",
                        "{\"id\":2,\"name\":\"Owner\"}"));
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(has(id, """
                {"lastName": "Lee", "tier": "gold", "petNames": ["Rex", "Tom"], "membership": "M-123456",
                 "livingCircumstance": {"id": 2, "name": "Owner"}}
                """)).isTrue();
    }

    private static Map<String, String> with(Map<String, String> fields, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(fields);
        all.putAll(more);
        return all;
    }

    @Test
    void what_was_changed_elsewhere_since_the_page_was_shown_stays() {
        long id = customer("elsewhere@example.com", "{\"firstName\": \"Ann\", \"occupation\": \"Baker\"}");
        Browser browser = signedIn("elsewhere@example.com");
        Page form = browser.get(PAGE);
        installation.sql("update customer set profile = profile || '{\"occupation\": \"Cook\"}' where id = ?", id);

        Page saved = browser.submit(form, PAGE, Map.of("profile.firstName", "Anne"));

        assertThat(saved.status()).as(saved.body()).isEqualTo(200);
        assertThat(saved.form(PAGE).fields()).containsEntry("profile.occupation", "Cook");
        assertThat(has(id, "{\"firstName\": \"Anne\", \"occupation\": \"Cook\"}"))
                .isTrue();
    }

    @Test
    void what_both_changed_is_asked_for_once_more() {
        long id = customer("both@example.com", "{\"occupation\": \"Baker\"}");
        Browser browser = signedIn("both@example.com");
        Page form = browser.get(PAGE);
        installation.sql("update customer set profile = '{\"occupation\": \"Cook\"}' where id = ?", id);

        Page stale = browser.submit(form, PAGE, Map.of("profile.occupation", "Butcher"));

        assertThat(stale.status()).isEqualTo(422);
        assertThat(stale.alert()).startsWith("This was changed elsewhere since, and is now: Cook.");
        assertThat(stale.form(PAGE).fields()).containsEntry("profile.occupation", "Butcher");
        assertThat(has(id, "{\"occupation\": \"Cook\"}")).isTrue();
        assertThat(browser.submit(stale, PAGE, Map.of()).status()).isEqualTo(200);
        assertThat(has(id, "{\"occupation\": \"Butcher\"}"))
                .as("seen, and saved again")
                .isTrue();
    }

    @Test
    void a_form_that_lacks_fields_or_is_not_ours_clears_nothing() {
        long id = customer("lacks@example.com", "{\"firstName\": \"Ann\"}");
        Browser browser = signedIn("lacks@example.com");
        Map<String, String> fields = new HashMap<>(browser.get(PAGE).form(PAGE).fields());
        fields.keySet().removeIf(name -> name.startsWith("profile."));
        assertThat(browser.post(PAGE, fields).status()).isEqualTo(200);
        fields.remove("form");
        assertThat(browser.post(PAGE, with(fields, Map.of("profile.firstName", "x")))
                        .status())
                .isEqualTo(403);
        assertThat(has(id, "{\"firstName\": \"Ann\"}")).isTrue();
    }

    @Test
    void a_form_that_was_shown_to_somebody_else_changes_nothing() {
        customer("first-tab@example.com", "{}");
        long second = customer("second-tab@example.com", "{}");
        Browser browser = signedIn("first-tab@example.com");
        Page form = browser.get(PAGE);
        browser.signIn("/sign-in/1", "second-tab@example.com", RIGHT);
        assertThat(browser.submit(form, PAGE, Map.of("profile.firstName", "x")).location())
                .isEqualTo("/account/1");
        assertThat(has(second, "{}")).isTrue();
    }

    @Test
    void nobody_who_is_not_signed_in_sees_or_changes_one() {
        Browser browser = new Browser(server);
        assertThat(browser.get(PAGE).location()).isEqualTo("/sign-in/1");
        String token = browser.get("/sign-in/1").forms().getFirst().fields().get("form");
        assertThat(browser.post(PAGE, Map.of("form", token, "customer", "2")).location())
                .isEqualTo("/sign-in/1");
    }

    @ParameterizedTest
    @CsvSource({
        "de, Ihr Profil, Vorname",
        "es, Su perfil, Nombre",
        "fr, Votre profil, Prénom",
        "en, Your profile, First name"
    })
    void it_speaks_the_language_of_the_browser(String language, String heading, String label) {
        customer("speaks-" + language + "@example.com", "{}");
        Page page = signedIn("speaks-" + language + "@example.com")
                .speaking(language)
                .get(PAGE);
        assertThat(page.heading()).isEqualTo(heading);
        assertThat(page.body()).contains(">" + label + "</label>").doesNotContain("<script");
    }
}
