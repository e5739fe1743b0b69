package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Page: "customer private resources", "any of the customer update fields"; docs/dialects/keaze.md: "The profile". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileContractTest {
    private static final char BAR = '|';

    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private String newcomer() {
        return keaze.authToken(keaze.magic("passwordless-access", Keaze.newEmail()))
                .text("accessToken");
    }

    private Reply update(String method, String access, String body) {
        return keaze.send(method, "profile", Client.bearer(access), body);
    }

    private Reply patch(String access, Object... fields) {
        return update("PATCH", access, Keaze.json(fields));
    }

    @Test
    void get_gives_every_field_and_only_id_and_email_are_never_null() {
        Json.Object profile = keaze.get("profile", newcomer()).json();

        assertThat(profile.fields()).hasSize(26);
        profile.fields()
                .forEach((name, value) -> assertThat(value instanceof Json.Null)
                        .as(name)
                        .isEqualTo(!name.equals("id") && !name.equals("email")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = BAR,
            quoteCharacter = '`',
            value = {
                "firstName | \"Zoë\"",
                "lastName | \"O'Neill-Łukasz 李\"",
                "phone | \"+44 (20) 7946-0000\"",
                "dateOfBirth | \"2000-02-29\"",
                "homeAddress | \"1 High Street, London\"",
                "homePostcode | \"SW1A 1AA\"",
                "workAddress | \"x\"",
                "workPostcode | \"SW1A 2AA\"",
                "occupation | \"Nurse\"",
                "employerName | \"A & B <Ltd>\"",
                "annualHouseholdIncome | 42000.55",
                "annualHouseholdIncome | 0",
                "deposit | 999999999999.99",
                "dependants | 0",
                "dependants | 99",
                "homeOwnershipStatus | 1",
                "homeOwnershipStatus | 4",
                "livingCircumstance | {\"id\":1,\"name\":\"Renting\"}",
                "workingCircumstance | {\"id\":\"ft\",\"name\":\"Employed full time\"}",
                "homeLocalAuthority | {\"id\":4,\"name\":\"Westminster\"}",
                "workLocalAuthority | {\"id\":5,\"name\":\"Camden\"}",
                "eligibleCitizen | true",
                "armedForcesMember | false",
                "hasDisability | true",
                "keyworker | false",
                "housingWaitingList | true"
            })
    void every_field_takes_values_of_its_type_and_null_clears_it(String field, String value) {
        String access = newcomer();

        Reply set = update("PATCH", access, "{\"" + field + "\":" + value + "}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().get(field)).isEqualTo(Json.parse(value.getBytes(StandardCharsets.UTF_8)));
        assertThat(keaze.get("profile", access).body()).isEqualTo(set.body());

        Reply cleared = update("PUT", access, "{\"" + field + "\":null}");
        assertThat(cleared.status()).isEqualTo(200);
        assertThat(cleared.text(field)).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = BAR,
            quoteCharacter = '`',
            value = {
                "firstName | 1",
                "firstName | true",
                "firstName | [\"x\"]",
                "firstName | \"a\\nb\"",
                "firstName | \"a\\u0000b\"",
                "phone | \"call me\"",
                "phone | 2079460000",
                "dateOfBirth | \"2001-02-29\"",
                "dateOfBirth | \"29/02/2000\"",
                "dateOfBirth | \"0000-01-01\"",
                "annualHouseholdIncome | -1",
                "annualHouseholdIncome | 1e3",
                "annualHouseholdIncome | 0.001",
                "annualHouseholdIncome | 1000000000000",
                "annualHouseholdIncome | true",
                "deposit | \"lots\"",
                "dependants | 1.5",
                "dependants | 100",
                "homeOwnershipStatus | 0",
                "homeOwnershipStatus | 5",
                "livingCircumstance | 1",
                "livingCircumstance | {\"id\":1}",
                "livingCircumstance | {\"name\":\"Renting\"}",
                "livingCircumstance | {\"id\":1,\"name\":\"Renting\",\"more\":1}",
                "livingCircumstance | {\"id\":null,\"name\":\"Renting\"}",
                "livingCircumstance | {\"id\":1,\"name\":{}}",
                "keyworker | \"yes\"",
                "keyworker | 2",
                "keyworker | {}"
            })
    void a_value_of_another_type_is_422_with_the_fields_name_and_changes_nothing(String field, String value) {
        String access = newcomer();
        String before = keaze.get("profile", access).body();

        Reply reply = update("PATCH", access, "{\"occupation\":\"Nurse\",\"" + field + "\":" + value + "}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", field)).contains("The " + field + " field must be");
        assertThat(keaze.get("profile", access).body()).isEqualTo(before);
    }

    @Test
    void text_has_at_most_255_code_points() {
        String access = newcomer();

        assertThat(patch(access, "firstName", "\uD83D\uDE00".repeat(255)).status())
                .isEqualTo(200);
        assertThat(patch(access, "firstName", "x".repeat(256)).status()).isEqualTo(422);
    }

    @Test
    void an_update_changes_the_fields_that_were_sent_and_no_others() {
        String access = newcomer();
        patch(access, "firstName", "Nora", "lastName", "Li", "dependants", 2);

        Reply reply = update("PUT", access, Keaze.json("lastName", "Lee"));

        assertThat(reply.text("firstName")).isEqualTo("Nora");
        assertThat(reply.text("fullName")).isEqualTo("Nora Lee");
        assertThat(reply.text("dependants")).isEqualTo("2");
    }

    @Test
    void an_emptied_field_is_cleared_in_json_and_in_a_form() {
        String access = newcomer();
        patch(access, "firstName", "Nora", "phone", "020 7946 0000", "dependants", 2, "dateOfBirth", "2000-02-29");

        assertThat(patch(access, "firstName", "").text("firstName")).isEqualTo("null");
        Reply reply = form(access, "phone=&dependants=&dateOfBirth=&keyworker=&occupation=Nurse");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        for (String field : new String[] {"phone", "dependants", "dateOfBirth", "keyworker"}) {
            assertThat(reply.text(field)).as(field).isEqualTo("null");
        }
        assertThat(reply.text("occupation")).isEqualTo("Nurse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"homeAddress", "workAddress"})
    void an_address_takes_lines_that_end_in_crlf_or_lf_and_keeps_lf(String field) {
        String access = newcomer();

        assertThat(form(access, field + "=1+High+Street%0D%0ALondon%0ASW1A").text(field))
                .isEqualTo("1 High Street\nLondon\nSW1A");
        assertThat(patch(access, field, "2 High Street\r\nLondon").text(field)).isEqualTo("2 High Street\nLondon");
        for (String control : new String[] {"a\tb", "a\rb", "a\u0000b", "a\u0085b"}) {
            assertThat(patch(access, field, control).text("errors", field)).contains("line ends");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true", "0, false", "'\"1\"', true", "'\"0\"', false", "'\"true\"', true", "true, true"})
    void a_truth_value_is_also_1_or_0(String sent, String stored) {
        assertThat(update("PATCH", newcomer(), "{\"keyworker\":" + sent + "}").text("keyworker"))
                .isEqualTo(stored);
    }

    private Reply form(String access, String body) {
        Map<String, String> headers = new HashMap<>(Client.bearer(access));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        return keaze.send("PATCH", "profile", headers, body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void an_empty_update_changes_nothing(String body) {
        String access = newcomer();

        Reply reply = update("PATCH", access, body);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(keaze.get("profile", access).body());
    }

    @Test
    void the_whole_profile_may_be_sent_back_unchanged() {
        for (String access : new String[] {
            newcomer(), keaze.session("john.doe@example.com", "correct horse 9").access()
        }) {
            String whole = keaze.get("profile", access).body();
            for (String method : new String[] {"PUT", "PATCH"}) {
                Reply reply = update(method, access, whole);
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = BAR,
            quoteCharacter = '`',
            value = {
                "id | 2",
                "id | null",
                "id | \"x\"",
                "email | \"john.doe@example.com\"",
                "email | null",
                "fullName | \"Somebody Else\""
            })
    void another_value_of_a_read_only_field_is_422(String field, String value) {
        String access = newcomer();

        Reply reply = update("PATCH", access, "{\"" + field + "\":" + value + "}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", field)).contains(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "verified",
                "emailVerifiedAt",
                "password",
                "disabled",
                "accountId",
                "portalId",
                "company", // another dialect's
                "FirstName",
                ""
            })
    void a_field_that_the_profile_does_not_know_is_422_with_its_name(String field) {
        String access = newcomer();

        Reply reply = patch(access, field, "1", "occupation", "Nurse");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors", field)).isEqualTo("[\"The " + field + " field is unknown.\"]");
        assertThat(keaze.get("profile", access).text("occupation")).isEqualTo("null");
    }

    @Test
    void form_bodies_are_accepted() {
        String access = newcomer();
        String id = keaze.get("profile", access).text("id");

        Reply reply = form(
                access,
                "firstName=Zo%C3%AB&dependants=2&deposit=10.50&keyworker=true&hasDisability=false&email=&id=" + id);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("firstName")).isEqualTo("Zoë");
        assertThat(reply.text("dependants")).isEqualTo("2");
        assertThat(reply.text("deposit")).isEqualTo("10.50");
        assertThat(reply.text("keyworker")).isEqualTo("true");
        assertThat(reply.text("hasDisability")).isEqualTo("false");
    }

    /** contracts/keaze.md: "Form bodies are accepted", and four fields are objects. */
    @Test
    void a_form_spells_an_object_with_brackets() {
        String access = newcomer();

        Reply reply =
                form(access, "homeLocalAuthority[id]=E09000007&homeLocalAuthority%5Bname%5D=Camden&occupation=Nurse");

        assertThat(reply.text("homeLocalAuthority")).isEqualTo("{\"id\":\"E09000007\",\"name\":\"Camden\"}");
        assertThat(reply.text("occupation")).isEqualTo("Nurse");
        assertThat(form(access, "homeLocalAuthority[id]=1&homeLocalAuthority[name]=Camden")
                        .text("homeLocalAuthority"))
                .isEqualTo("{\"id\":1,\"name\":\"Camden\"}");
        assertThat(form(access, "homeLocalAuthority=").text("homeLocalAuthority"))
                .isEqualTo("null");
        assertThat(form(access, "homeLocalAuthority[id]=1").text("errors", "homeLocalAuthority"))
                .contains("an object with id and name");
        assertThat(form(access, "shoe[size]=1").text("errors")).contains("shoe").contains("is unknown");
    }

    @Test
    void the_id_name_fields_take_the_values_of_the_portals_lists() {
        try (Keaze listed = Keaze.start()) {
            listed.installation.sql("update portal set profile_lists = cast(? as jsonb) where id = 1", """
                    {"livingCircumstance": [{"id": 1, "name": "Renting"}, {"id": 2, "name": "Owner"}]}
                    """);
            String access =
                    listed.session("jane.doe@example.com", "correct horse 9").access();
            Map<String, String> bearer = Client.bearer(access);

            assertThat(listed.send("PATCH", "profile", bearer, "{\"livingCircumstance\":{\"name\":\"Owner\",\"id\":2}}")
                            .status())
                    .isEqualTo(200);
            for (String other : new String[] {
                "{\"id\":3,\"name\":\"Squat\"}", "{\"id\":1,\"name\":\"Owner\"}", "{\"id\":\"1\",\"name\":\"Renting\"}"
            }) {
                Reply refused = listed.send("PATCH", "profile", bearer, "{\"livingCircumstance\":" + other + "}");
                assertThat(refused.status()).isEqualTo(422);
                assertThat(refused.text("errors", "livingCircumstance"))
                        .isEqualTo("[\"The selected livingCircumstance is invalid.\"]");
            }
            Map<String, String> form = new HashMap<>(bearer);
            form.put("Content-Type", "application/x-www-form-urlencoded");
            String owner = "livingCircumstance[id]=2&livingCircumstance[name]=Owner";
            assertThat(listed.send("PATCH", "profile", form, owner).text("livingCircumstance"))
                    .isEqualTo("{\"id\":2,\"name\":\"Owner\"}");
            assertThat(listed.send("PATCH", "profile", bearer, "{\"workingCircumstance\":{\"id\":9,\"name\":\"Any\"}}")
                            .status())
                    .isEqualTo(200);
            assertThat(listed.send("PATCH", "profile", bearer, "{\"livingCircumstance\":null}")
                            .status())
                    .isEqualTo(200);
            assertThat(listed.send(
                                    "POST",
                                    "passwordless-register",
                                    Map.of(),
                                    "{\"url\":\"" + Keaze.PAGE + "\",\"email\":\"" + Keaze.newEmail()
                                            + "\",\"livingCircumstance\":{\"id\":3,\"name\":\"Squat\"}}")
                            .text("errors", "livingCircumstance"))
                    .contains("invalid");
        }
    }

    @Test
    void fields_of_other_dialects_survive_an_update_and_do_not_show() {
        String access = keaze.session("john.doe@example.com", "correct horse 9").access();

        Reply reply = patch(access, "phone", "2025550123");

        assertThat(reply.json().get("company")).isNull();
        assertThat(keaze.installation.count(
                        "select count(*) from customer where id = 2 and profile ->> 'company' = 'Doe Ltd'"))
                .isEqualTo(1);
    }

    @Test
    void without_a_live_bearer_token_401_for_every_verb() {
        for (String method : new String[] {"GET", "PATCH", "PUT"}) {
            Reply reply = keaze.send(method, "profile", Map.of());
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text("message")).isEqualTo("Unauthorized.");
            assertThat(keaze.send(method, "profile", Client.bearer("x")).status())
                    .isEqualTo(401);
            assertThat(keaze.send(method, "profile", Map.of("Authorization", "Bearer"))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void an_update_is_audited() {
        String access = newcomer();
        long id = Long.parseLong(keaze.get("profile", access).text("id"));

        patch(access, "occupation", "Nurse");

        assertThat(keaze.events("user_updated", id)).isEqualTo(1);
    }
}
