package io.vestibule.dialect.sonar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** "How the stock portal uses them": its five flows, with the literal requests that its PHP client sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockPortalTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private final Client client = installation.node();

    @AfterAll
    void stop() {
        installation.close();
    }

    @Test
    void log_in() {
        Json.Object user =
                post("customer_portal/auth", "{\"username\":\"testtest123\",\"password\":\"correct horse 9\"}");

        assertThat(user.fields().keySet())
                .containsExactly("contact_name", "email_address", "account_id", "contact_id", "username");
    }

    @Test
    void register() {
        Json.Object found = lookUp("someone@example.com", true);
        String contact = "accounts/" + found.get("account_id") + "/contacts/" + found.get("contact_id");

        patch(contact, "{\"username\":\"newcomer\",\"password\":\"a fine long one\"}");

        assertThat(post("customer_portal/auth", "{\"username\":\"newcomer\",\"password\":\"a fine long one\"}")
                        .get("contact_id"))
                .isEqualTo(found.get("contact_id"));
        assertThat(message(
                        "POST",
                        "customer_portal/email_lookup",
                        "{\"email_address\":\"someone@example.com\",\"check_if_available\":true}"))
                .isEqualTo("The email address was not found.");
    }

    @Test
    void forgot_password() {
        long id = made("forgetful");
        Json.Object found = lookUp("forgetful@example.com", false);
        assertThat(found.get("contact_id")).isEqualTo(Json.of(id));
        String contact = "accounts/" + found.get("account_id") + "/contacts/" + found.get("contact_id");
        assertThat(get(contact).get("email_address")).isEqualTo(Json.of("forgetful@example.com"));

        assertThat(message("PATCH", contact, "{\"password\":\"secret\"}")).isEqualTo("The password is too common.");
        patch(contact, "{\"password\":\"quite another one\"}");

        post("customer_portal/auth", "{\"username\":\"forgetful\",\"password\":\"quite another one\"}");
        assertThat(message(
                        "POST",
                        "customer_portal/auth",
                        "{\"username\":\"forgetful\",\"password\":\"a fine long one\"}"))
                .isEqualTo("Invalid username or password.");
    }

    @Test
    void change_password() {
        made("changing");
        Json.Object user = post("customer_portal/auth", "{\"username\":\"changing\",\"password\":\"a fine long one\"}");
        String contact = "accounts/" + user.get("account_id") + "/contacts/" + user.get("contact_id");
        get(contact);

        patch(contact, "{\"password\":\"quite another one\"}");

        post("customer_portal/auth", "{\"username\":\"changing\",\"password\":\"quite another one\"}");
    }

    @Test
    void profile() {
        long id = made("profiled");
        String contact = "accounts/" + installation.count("select account_id from customer where id = ?", id)
                + "/contacts/" + id;
        get(contact);

        Json.Object changed = patch(
                contact,
                saved(
                        "Ann Quist",
                        "ann@example.com",
                        "\"work\":{\"number\":\"2025550199\",\"extension\":null},"
                                + "\"home\":{\"number\":\"2025550123\",\"extension\":null}"));

        assertThat(get(contact)).isEqualTo(changed);
        assertThat(changed.get("name")).isEqualTo(Json.of("Ann Quist"));
        assertThat(changed.get("phone_numbers"))
                .hasToString("{\"work\":{\"number\":\"2025550199\",\"extension\":null},"
                        + "\"home\":{\"number\":\"2025550123\",\"extension\":null}}");
        assertThat(post("customer_portal/auth", "{\"username\":\"profiled\",\"password\":\"a fine long one\"}")
                        .get("email_address"))
                .isEqualTo(Json.of("ann@example.com"));
        assertThat(message("PATCH", contact, "{\"phone_numbers\":{\"pager\":{\"number\":\"1\",\"extension\":null}}}"))
                .startsWith("The Phone Number Type is invalid: ");
        assertThat(message("PATCH", contact, "{\"username\":\"janedoe\"}"))
                .isEqualTo("The username has already been taken.");
    }

    /** A portal strips numbers to their digits on each save of a profile. */
    @Test
    void equal_digits_change_nothing() {
        long id = made("stripped");
        installation.sql(
                "update customer set profile = profile || '{\"phone\": \"+442079460123\", \"mobile\": \"+44 7700 900123\","
                        + " \"fax\": \"020 7946 0000\"}' where id = ?",
                id);
        String contact = "accounts/" + installation.count("select account_id from customer where id = ?", id)
                + "/contacts/" + id;
        String save = saved(
                "stripped",
                "stripped@example.com",
                "\"home\":{\"number\":\"442079460123\",\"extension\":null},"
                        + "\"mobile\":{\"number\":\"447700900123\",\"extension\":null},"
                        + "\"fax\":{\"number\":\"FAX\",\"extension\":null}");

        Json.Object changed = patch(contact, save.replace("FAX", "02079460000"));

        assertThat(changed.get("phone_numbers"))
                .hasToString("{\"home\":{\"number\":\"+442079460123\",\"extension\":null},"
                        + "\"mobile\":{\"number\":\"+44 7700 900123\",\"extension\":null},"
                        + "\"fax\":{\"number\":\"020 7946 0000\",\"extension\":null}}");
        assertThat(patch(contact, save.replace("FAX", "+02079460000")).get("phone_numbers"))
                .asString()
                .as("a plus says more than the digits did")
                .contains("+02079460000");
        assertThat(patch(contact, save.replace("FAX", "1234567").replace("442079460123", "442079460124"))
                        .get("phone_numbers"))
                .asString()
                .as("other digits are another number")
                .contains("\"442079460124\"");
    }

    /** cases/vendors.md V2: the client writes null for the extension of every number, whatever it read. */
    @Test
    void a_saved_profile_keeps_the_extensions_of_its_numbers() {
        long id = made("extended");
        installation.sql(
                "update customer set profile = profile || '{\"workPhone\": \"+442079460124\", \"workPhoneExtension\": \"7\","
                        + " \"phone\": \"020 7946 0123\", \"phoneExtension\": \"012\"}' where id = ?",
                id);
        String contact = "accounts/" + installation.count("select account_id from customer where id = ?", id)
                + "/contacts/" + id;
        Json.Object before = get(contact);

        Json.Object changed = patch(
                contact,
                saved(
                        "extended",
                        "extended@example.com",
                        "\"work\":{\"number\":\"442079460124\",\"extension\":null},"
                                + "\"home\":{\"number\":\"02079460123\",\"extension\":null}"));

        assertThat(changed).isEqualTo(before);
        assertThat(changed.get("phone_numbers"))
                .asString()
                .contains("\"extension\":7")
                .contains("\"012\"");
    }

    /** contracts/sonar.md: "forgot password = … GET the contact, PATCH", and a contact has a name, without which the client stops. */
    @Test
    void who_came_without_a_name_registers_changes_the_password_and_saves_the_profile() {
        Reply keaze = client.post(
                "/api/rest/portal/password-register",
                "{\"email\":\"nameless@example.com\",\"password\":\"a fine long one\"}");
        Json.Object found = lookUp("nameless@example.com", true);
        String contact = "accounts/" + found.get("account_id") + "/contacts/" + found.get("contact_id");
        assertThat(get(contact).get("name")).isEqualTo(Json.of("nameless@example.com"));
        patch(contact, "{\"username\":\"nameless1\",\"password\":\"a fine long one\"}");

        Json.Object user =
                post("customer_portal/auth", "{\"username\":\"nameless1\",\"password\":\"a fine long one\"}");
        assertThat(user.get("contact_name")).isEqualTo(Json.of("nameless1"));
        assertThat(get(contact).get("name")).isEqualTo(Json.of("nameless1"));
        patch(contact, "{\"password\":\"quite another one\"}");
        Json.Object saved = patch(contact, saved("nameless1", "nameless@example.org", ""));

        assertThat(saved.get("name")).isEqualTo(Json.of("nameless1"));
        assertThat(saved.get("email_address")).isEqualTo(Json.of("nameless@example.org"));
        assertThat(installation.count(
                        "select count(*) from customer where profile = '{}' and id = cast(? as bigint)",
                        keaze.text("id")))
                .as("what stood in for a name is none")
                .isEqualTo(1);
        assertThat(patch(contact, saved("Ann Quist", "nameless@example.org", ""))
                        .get("name"))
                .isEqualTo(Json.of("Ann Quist"));
    }

    /** A contact of account 1 who has signed up: never the primary of the account that the registering flow uses. */
    private long made(String username) {
        long account = installation.count("insert into account (portal_id) values (1) returning id");
        Reply reply = send(
                "POST",
                "accounts/" + account + "/contacts",
                "{\"name\":\"" + username + "\",\"email_message_categories\":[],\"primary\":true,\"email_address\":\""
                        + username + "@example.com\",\"username\":\"" + username
                        + "\",\"password\":\"a fine long one\"}");
        return Long.parseLong(reply.text("data", "id"));
    }

    private Json.Object lookUp(String email, boolean available) {
        return post(
                "customer_portal/email_lookup",
                "{\"email_address\":\"" + email + "\",\"check_if_available\":" + available + "}");
    }

    /** The client's model of a contact throws where there is no name. */
    private Json.Object get(String path) {
        Json.Object contact = data(send("GET", path + "?page=1", null), 200);
        assertThat(contact.text("name")).get().asString().isNotBlank();
        return contact;
    }

    /** What the client makes of a profile's form: numbers as digits, and of each the extension null; PHP writes no numbers as an array. */
    private static String saved(String name, String address, String numbers) {
        return "{\"name\":\"" + name + "\",\"email_address\":\"" + address + "\",\"phone_numbers\":"
                + (numbers.isEmpty() ? "[]" : "{" + numbers + "}") + "}";
    }

    private Json.Object post(String path, String json) {
        return data(send("POST", path, json), 201);
    }

    private Json.Object patch(String path, String json) {
        return data(send("PATCH", path, json), 201);
    }

    /** What the client throws: the message, or the sentences of all its fields in one line. */
    private String message(String method, String path, String json) {
        Reply reply = send(method, path, json);
        assertThat(reply.status()).isBetween(400, 499);
        Json message = ((Json.Object) Objects.requireNonNull(reply.json().get("error"))).get("message");
        return message instanceof Json.Object fields
                ? String.join(
                        ", ",
                        fields.fields().values().stream()
                                .map(sentence -> ((Json.Text) sentence).value())
                                .toList())
                : ((Json.Text) Objects.requireNonNull(message)).value();
    }

    private Reply send(String method, String path, @Nullable String json) {
        Map<String, String> headers = new HashMap<>(Client.basic("demo", "demo-secret"));
        headers.put("timeout", "20");
        if (json != null) {
            headers.put("Content-Type", "application/json; charset=utf-8");
        }
        return client.exchange(method, "/api/v1/" + path, headers, json);
    }

    private static Json.Object data(Reply reply, int status) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        return (Json.Object) Objects.requireNonNull(reply.json().get("data"));
    }
}
