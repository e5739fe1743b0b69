package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "A portal's profile is described by a JSON Schema that its operator can extend; the fields above are the built-in one." */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileSchemaContractTest {
    private static final char BAR = '|';

    private final Keaze keaze = Keaze.start();
    private final AtomicLong portals = new AtomicLong(100);

    @AfterAll
    void stop() {
        keaze.close();
    }

    /** The headers of somebody on a page of a new portal, whose operator set this schema. */
    private Map<String, String> portal(String schema) {
        long id = portals.incrementAndGet();
        keaze.installation.sql(
                "insert into portal (id, name, profile_schema) values (?, 'Own', cast(? as json))", id, schema);
        return Map.of("Portal-Id", Long.toString(id));
    }

    /** The example of docs/profile.md. */
    private Map<String, String> documented() throws IOException {
        String page = Files.readString(Path.of("../docs/profile.md"));
        return portal(page.substring(page.indexOf("```json") + 7, page.indexOf("```", page.indexOf("```json") + 7)));
    }

    private Reply register(Map<String, String> portal, Object... more) {
        Object[] fields = Stream.concat(
                        Stream.of("email", Keaze.newEmail(), "password", Keaze.PASSWORD), Arrays.stream(more))
                .toArray();
        return keaze.send("POST", "password-register", portal, Keaze.json(fields));
    }

    /** The same headers with the bearer token of a customer who has just registered. */
    private Map<String, String> customer(Map<String, String> portal, Object... fields) {
        Reply registered = register(portal, fields);
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        Reply login = keaze.send(
                "POST",
                "password-login",
                portal,
                Keaze.json("email", registered.text("email"), "password", Keaze.PASSWORD));
        Map<String, String> headers = new HashMap<>(portal);
        headers.putAll(Client.bearer(login.text("access_token")));
        return headers;
    }

    private Reply patch(Map<String, String> customer, String body) {
        return keaze.send("PATCH", "profile", customer, body);
    }

    private Reply profile(Map<String, String> customer) {
        return keaze.send("GET", "profile", customer);
    }

    @Test
    void declared_fields_follow_the_built_in_ones_in_order_and_null_where_they_are_not_set() throws IOException {
        Map<String, String> portal = documented();
        Reply registered = register(portal, "lastName", "Li", "company", "Li & Sons", "newsletter", true);

        assertThat(registered.status()).isEqualTo(201);
        List<String> names = List.copyOf(registered.json().fields().sequencedKeySet());
        assertThat(names.subList(26, names.size()))
                .containsExactly("company", "mobile", "newsletter", "petNames", "membership", "tier", "landlord");
        assertThat(registered.text("company")).isEqualTo("Li & Sons");
        assertThat(registered.text("newsletter")).isEqualTo("true");
        assertThat(registered.text("petNames")).isEqualTo("null");

        Map<String, String> customer = customer(portal, "lastName", "Li");
        Reply updated = patch(customer, "{\"petNames\":[\"Rex\"],\"mobile\":\"+44 7700 900123\"}");
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.body()).isEqualTo(profile(customer).body()).contains("\"petNames\":[\"Rex\"]");
        assertThat(patch(customer, "{\"petNames\":null}").text("petNames")).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = BAR,
            quoteCharacter = '`',
            value = {
                "{\"membership\":\"123456\"} | {\"membership\":[\"The membership field must be a membership number such as M-123456.\"]}",
                "{\"petNames\":[\"Rex\",7]} | {\"petNames\":[\"The petNames.1 field must be a string.\"]}",
                "{\"petNames\":[\"a\",\"b\",\"c\",\"d\"]} | {\"petNames\":[\"The petNames field must not have more than 3 items.\"]}",
                "{\"tier\":\"gold\"} | {\"tier\":[\"The tier field can't be changed here.\"]}",
                "{\"livingCircumstance\":{\"id\":1,\"name\":\"Renting\"}} | {\"landlord\":[\"The landlord field is required.\"]}",
                "{\"livingCircumstance\":{\"id\":3,\"name\":\"Squat\"}} | {\"livingCircumstance\":[\"The selected livingCircumstance is invalid.\"]}",
                "{\"company\":\"`x`\"} | {}",
                "{\"newsletter\":\"yes\"} | {\"newsletter\":[\"The newsletter field must be true or false.\"]}",
                "{\"newsletter\":{\"a\":null}} | {\"newsletter\":[\"The newsletter field must be true or false.\"]}",
                "{\"mobile\":\"call me\"} | {\"mobile\":[\"The mobile field must be a phone number.\"]}",
                "{\"lastName\":null} | {\"lastName\":[\"The lastName field is required.\"]}",
                "{\"city\":\"London\",\"shoeSize\":43} | {\"city\":[\"The city field is unknown.\"],\"shoeSize\":[\"The shoeSize field is unknown.\"]}",
                "{\"landlord\":\"a\\u0000b\"} | {\"landlord\":[\"The landlord field is invalid.\"]}",
                "{\"status\":\"active\"} | {\"status\":[\"The status field is unknown.\"]}"
            })
    void what_is_wrong_is_a_sentence_a_field_and_changes_nothing(String body, String errors) throws IOException {
        Map<String, String> customer = customer(documented(), "lastName", "Li");
        String before = profile(customer).body();

        Reply reply = patch(customer, body);

        if (errors.equals("{}")) {
            assertThat(reply.status()).isEqualTo(200);
            return;
        }
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("errors")).isEqualTo(errors);
        assertThat(profile(customer).body()).isEqualTo(before);
    }

    @Test
    void both_schemas_bind_a_built_in_field() throws IOException {
        Map<String, String> portal = portal("""
                {"properties": {"occupation": {"maxLength": 5}, "dependants": {"maximum": 1000}, "country": {"enum": ["GB", "IE"]}}}
                """);
        Map<String, String> customer = customer(portal);

        assertThat(patch(customer, "{\"occupation\":\"Nurses\"}").text("errors"))
                .isEqualTo("{\"occupation\":[\"The occupation field must not be greater than 5 characters.\"]}");
        assertThat(patch(customer, "{\"dependants\":100}").text("errors"))
                .isEqualTo("{\"dependants\":[\"The dependants field must be a whole number from 0 to 99.\"]}");
        assertThat(patch(customer, "{\"country\":\"gb\"}").text("country")).isEqualTo("GB");
        assertThat(patch(customer, "{\"country\":\"US\"}").text("errors", "country"))
                .contains("selected country");
        assertThat(patch(customer, "{\"country\":\"UK\"}").text("errors", "country"))
                .contains("country");
    }

    @Test
    void a_registration_must_fit_the_whole_schema() throws IOException {
        Map<String, String> portal = portal("""
                {"properties": {"mobile": true, "age": {"type": "integer", "minimum": 18}, "consent": {"const": true}},
                 "required": ["firstName", "consent"], "anyOf": [{"required": ["phone"]}, {"required": ["mobile"]}]}
                """);

        assertThat(register(portal).text("errors"))
                .isEqualTo(
                        "{\"firstName\":[\"The firstName field is required.\"],\"consent\":[\"The consent field is required.\"],"
                                + "\"phone\":[\"The phone field is required.\"],\"mobile\":[\"The mobile field is required.\"]}");
        assertThat(register(portal, "firstName", "", "consent", false, "phone", "12345")
                        .text("errors"))
                .isEqualTo(
                        "{\"firstName\":[\"The firstName field is required.\"],\"consent\":[\"The selected consent is invalid.\"]}");
        assertThat(register(portal, "firstName", "Ann", "consent", true, "mobile", "12345", "age", 17)
                        .text("errors"))
                .isEqualTo("{\"age\":[\"The age field must be at least 18.\"]}");
        assertThat(register(portal, "firstName", "Ann", "consent", true, "mobile", "12345")
                        .status())
                .isEqualTo(201);
        assertThat(keaze.installation.count(
                        "select count(*) from customer where portal_id = ?", Long.valueOf(portal.get("Portal-Id"))))
                .isEqualTo(1);
        assertThat(keaze.send(
                                "POST",
                                "passwordless-register",
                                portal,
                                Keaze.json("email", Keaze.newEmail(), "url", Keaze.PAGE))
                        .text("errors", "consent"))
                .contains("required");
    }

    @Test
    void fields_that_are_right_each_but_not_together_are_named() {
        Map<String, String> customer = customer(portal("""
                {"properties": {"a": {"type": "number"}, "b": {"type": "number"}},
                 "not": {"required": ["a", "b"]}, "dependentRequired": {"a": ["phone"]}}
                """));

        assertThat(patch(customer, "{\"a\":1}").text("errors"))
                .isEqualTo("{\"phone\":[\"The phone field is required.\"]}");
        assertThat(patch(customer, "{\"a\":1,\"phone\":\"12345\"}").status()).isEqualTo(200);
        assertThat(patch(customer, "{\"b\":2}").text("errors"))
                .isEqualTo("{\"b\":[\"The b field doesn't go with the other fields.\"]}");
        assertThat(patch(customer, "{\"a\":null,\"b\":2}").status()).isEqualTo(200);
    }

    @Test
    void what_was_wrong_before_a_schema_changed_stays_and_hinders_no_other_change() {
        Map<String, String> portal = portal("""
                {"properties": {"nickname": {"type": "string", "maxLength": 3}}, "required": ["phone"]}
                """);
        long id = Long.parseLong(portal.get("Portal-Id"));
        Reply registered = register(portal, "phone", "12345");
        keaze.installation.sql(
                "update customer set profile = '{\"nickname\": \"Nicholas\", \"occupation\": \"Nurse\"}' where portal_id = ?",
                id);
        Reply login = keaze.send(
                "POST",
                "password-login",
                portal,
                Keaze.json("email", registered.text("email"), "password", Keaze.PASSWORD));
        Map<String, String> customer = new HashMap<>(portal);
        customer.putAll(Client.bearer(login.text("access_token")));

        String whole = profile(customer).body();
        assertThat(whole).contains("\"nickname\":\"Nicholas\"");
        assertThat(keaze.send("PUT", "profile", customer, whole).body()).isEqualTo(whole);
        assertThat(patch(customer, "{\"occupation\":\"Baker\"}").status()).isEqualTo(200);
        assertThat(patch(customer, "{\"nickname\":\"Nico\"}").text("errors"))
                .isEqualTo("{\"nickname\":[\"The nickname field must not be greater than 3 characters.\"]}");
        assertThat(patch(customer, "{\"nickname\":\"Nic\"}").status()).isEqualTo(200);
    }

    @Test
    void forms_send_numbers_and_truth_values_as_text() {
        Map<String, String> customer = customer(portal("""
                {"properties": {"shoeSize": {"type": "number"}, "newsletter": {"$ref": "#/$defs/truth"},
                                "code": {"type": ["string", "integer"]}}, "$defs": {"truth": {"type": "boolean"}}}
                """));
        Map<String, String> form = new HashMap<>(customer);
        form.put("Content-Type", "application/x-www-form-urlencoded");

        Reply reply = keaze.send("PATCH", "profile", form, "shoeSize=42.5&newsletter=1&code=007&firstName=");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).contains("\"shoeSize\":42.5,\"newsletter\":true,\"code\":\"007\"");
        assertThat(keaze.send("PATCH", "profile", form, "shoeSize=1e3").text("errors", "shoeSize"))
                .contains("a number");
        assertThat(patch(customer, "{\"shoeSize\":1e3}").text("errors", "shoeSize"))
                .contains("invalid");
    }

    /** contracts/keaze.md: "Form bodies are accepted", also for what an operator's schema adds. */
    @Test
    void forms_send_objects_and_arrays_by_brackets_and_what_is_in_them_as_text() {
        Map<String, String> form = new HashMap<>(customer(portal("""
                {"properties": {"petNames": {"type": "array", "items": {"type": "string"}},
                                "sizes": {"type": "array", "items": {"$ref": "#/$defs/size"}},
                                "pet": {"type": "object", "properties": {"legs": {"$ref": "#/$defs/size"},
                                        "house": {"type": "boolean"}, "tag": {"type": "string"}}}},
                 "$defs": {"size": {"type": "integer"}}}
                """)));
        form.put("Content-Type", "application/x-www-form-urlencoded");

        Reply reply = keaze.send(
                "PATCH",
                "profile",
                form,
                "petNames[]=Rex&petNames[]=Tom&sizes[0]=3&sizes[1]=40&pet[legs]=4&pet[house]=1&pet[tag]=7");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("petNames")).isEqualTo("[\"Rex\",\"Tom\"]");
        assertThat(reply.text("sizes")).isEqualTo("[3,40]");
        assertThat(reply.text("pet")).isEqualTo("{\"tag\":\"7\",\"legs\":4,\"house\":true}");
        assertThat(keaze.send("PATCH", "profile", form, "petNames[]=Rex").text("petNames"))
                .isEqualTo("[\"Rex\"]");
        assertThat(keaze.send("PATCH", "profile", form, "sizes[]=x").text("errors"))
                .contains("sizes");
    }

    @Test
    void a_null_within_a_value_is_the_values_own() {
        Map<String, String> customer = customer(portal("{\"properties\": {\"pet\": {\"type\": \"object\"}}}"));

        patch(customer, "{\"pet\":{\"name\":null,\"legs\":[null]}}");
        patch(customer, "{\"occupation\":\"Nurse\"}");

        assertThat(profile(customer).body()).contains("\"name\":null").contains("\"legs\":[null]");
    }

    @Test
    void an_exponential_schema_refuses_in_time() {
        Map<String, String> customer = customer(
                portal("{\"properties\": {\"a\": {\"pattern\": \"^(a+)+$\"}, \"b\": {\"$ref\": \"#/properties/b\"}}}"));

        assertThat(patch(customer, "{\"a\":\"" + "a".repeat(10_000) + "!\"}").text("errors", "a"))
                .contains("format is invalid");
        assertThat(patch(customer, "{\"b\":1}").status()).isEqualTo(422);
    }

    @Test
    void a_stored_text_that_is_no_schema_leaves_the_built_in_one() {
        Map<String, String> customer = customer(portal("{\"properties\": {\"a\": {\"type\": \"nonsense\"}}}"));

        assertThat(profile(customer).json().fields()).hasSize(26);
        assertThat(patch(customer, "{\"a\":1}").text("errors")).contains("unknown");
    }

    @Test
    void a_shared_attribute_that_is_declared_is_what_other_dialects_show() {
        try (Keaze shared = Keaze.start()) {
            shared.installation.sql(
                    "update portal set profile_schema = '{\"properties\": {\"company\": true, \"city\": true}}'");
            String access =
                    shared.session("john.doe@example.com", "correct horse 9").access();
            assertThat(shared.get("profile", access).text("company")).isEqualTo("Doe Ltd");

            shared.send(
                    "PATCH", "profile", Client.bearer(access), "{\"company\":\"Doe & Daughters\",\"city\":\"Leeds\"}");

            Reply details = shared.client.exchange(
                    "POST",
                    "/api/customers/v2/authenticate.json?auth-userid=1&api-key=demo-key&username=testtest123&passwd=correct%20horse%209",
                    Map.of(),
                    null);
            assertThat(details.text("company")).isEqualTo("Doe & Daughters");
            assertThat(details.text("city")).isEqualTo("Leeds");
        }
    }
}
