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

/** The schema of a portal's profiles: tried, set, and taken back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileSchemaPageTest {
    private static final String PROFILE = "/console/portals/1/profile";
    private static final String CHECK = PROFILE + "/check";
    private static final String SCHEMA = """
            {
              "type": "object",
              "properties": {
                "tier": {"enum": ["basic", "gold"]},
                "lastName": {"maxLength": 2}
              },
              "required": ["tier"]
            }""";

    private final Consoles consoles = new Consoles();
    private Browser owner;

    @BeforeAll
    void start() {
        owner = consoles.browser(Role.OWNER);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private Page check(String schema, String sample) {
        return owner.post(CHECK, Map.of("schema", schema, "sample", sample));
    }

    private long stored() {
        return consoles.installation.count("select count(*) from portal where id = 1 and profile_schema is not null");
    }

    @Test
    void what_is_wrong_with_a_schema_is_told_with_its_line() {
        assertThat(check("{\n  \"type\": \"object\",\n  oops\n}", "").alert())
                .isEqualTo("The schema can't be used: it is not JSON (line 3).");
        assertThat(check(SCHEMA.replace("\"maxLength\": 2", "\"maxLength\": \"two\""), "")
                        .alert())
                .contains("/properties/lastName/maxLength", "(line 5)");
        assertThat(check(SCHEMA.replace("\"tier\": {", "\"email\": {"), "").alert())
                .contains("is no field that a schema can declare", "(line 4)");
        assertThat(check("{\n\"a\": 1,\n\"a\": 2}", "").alert()).contains("a name stands twice", "(line 3)");
        Page refused = owner.submit(owner.get(PROFILE), PROFILE, Map.of("schema", "{", "reason", "r"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.alert()).contains("it is not JSON");
        assertThat(refused.form(PROFILE).fields()).containsEntry("schema", "{");
    }

    @Test
    void a_schema_is_tried_with_a_profile_and_the_customers_and_nothing_is_stored() {
        Page tried = check(SCHEMA, "{\"tier\": \"silver\", \"lastName\": \"Doe\"}");
        assertThat(tried.status()).isEqualTo(200);
        assertThat(tried.body())
                .contains(
                        "Nothing is stored yet.",
                        "The selected tier is invalid.",
                        "The lastName field must not be greater than 2 characters.",
                        "customers that were looked at would have a profile that is wrong",
                        "lastName (",
                        "tier (");
        assertThat(check(SCHEMA, "{\"tier\": \"gold\", \"lastName\": \"Do\"}").body())
                .contains("The profile fits.");
        assertThat(check(SCHEMA, "{\n]").alert()).contains("The profile can't be tried: it is not JSON (line 2).");
        assertThat(check("", "").body()).contains("None of");
        assertThat(check(SCHEMA, "{\"tier\": \"<script>alert(1)</script>\"}").body())
                .doesNotContain("<script>alert");
        assertThat(stored()).isZero();
    }

    @Test
    void a_schema_is_set_and_inherited_again() {
        Page page = owner.get(PROFILE);
        assertThat(page.body()).contains("inherits the built-in profile from Vestibule");
        Page done = owner.follow(owner.submit(page, PROFILE, Map.of("schema", SCHEMA, "reason", "tiers")));
        assertThat(done.body()).contains("The profile's fields are changed.");
        Page again = owner.get(PROFILE);
        assertThat(again.form(PROFILE).fields().get("schema").replace("\r", "")).isEqualTo(SCHEMA);
        Page stale = owner.submit(page, PROFILE, Map.of("schema", "{}", "reason", "mine"));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.form(PROFILE).fields()).containsEntry("schema", "{}").containsEntry("reason", "mine");
        owner.follow(owner.submit(again, PROFILE, Map.of("schema", "", "reason", "back")));
        assertThat(stored()).isZero();
    }

    @Test
    void a_long_schema_fits_in_the_form() {
        String comment = "x".repeat(60_000);
        Page tried = check("{\"$comment\": \"" + comment + "\"}", "");
        assertThat(tried.status()).isEqualTo(200);
        assertThat(check("{\"$comment\": \"" + comment + comment + "\"}", "").alert())
                .contains("is longer than 65536 characters");
    }

    @Test
    void only_an_owner_of_the_portal_changes_it() {
        Browser viewer = consoles.browser(Role.VIEWER);
        assertThat(viewer.get(PROFILE).status()).isEqualTo(200);
        assertThat(viewer.post(CHECK, Map.of("schema", SCHEMA)).status())
                .as("changes nothing")
                .isEqualTo(200);
        assertThat(viewer.post(PROFILE, Map.of("schema", SCHEMA, "reason", "r")).status())
                .isEqualTo(403);
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        assertThat(other.get(PROFILE).status()).isEqualTo(404);
        assertThat(other.post(CHECK, Map.of("schema", SCHEMA)).status()).isEqualTo(404);
    }
}
