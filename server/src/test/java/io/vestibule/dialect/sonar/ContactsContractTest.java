package io.vestibule.dialect.sonar;

import static io.vestibule.dialect.sonar.Sonar.DEMO;
import static io.vestibule.dialect.sonar.Sonar.invalid;
import static io.vestibule.dialect.sonar.Sonar.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import io.vestibule.support.Together;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "Neighbouring calls that stock clients need", in the order of the notes; then their bad input. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContactsContractTest {
    private static final String NO_CONTACT = "That contact ID does not exist.";
    private static final String NO_ITEM = "No item with that ID found.";

    private final Sonar sonar = new Sonar();
    private final Client second = sonar.installation.node();

    @AfterAll
    void stop() {
        sonar.close();
    }

    // GET /api/v1/accounts/{account}/contacts

    @Test
    void the_contacts_of_an_account_and_a_paginator() {
        Reply reply = sonar.get("/api/v1/accounts/2/contacts");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .startsWith("{\"data\":[{\"id\":2,\"name\":\"John Doe\",")
                .contains(
                        "},{\"id\":3,\"name\":\"Jane Doe\",\"role\":null,\"email_address\":\"jane.doe@example.com\","
                                + "\"phone_numbers\":{},\"email_message_categories\":[],\"primary\":false,\"username\":\"janedoe\"}]")
                .endsWith("\"paginator\":{\"total_count\":2,\"total_pages\":1,\"current_page\":1,\"limit\":100}}");
    }

    @Test
    void query_limit_and_page() {
        Reply first = sonar.get("/api/v1/accounts/2/contacts?limit=1");
        Reply last = sonar.get("/api/v1/accounts/2/contacts?limit=1&page=2");
        Reply beyond = sonar.get("/api/v1/accounts/2/contacts?limit=1&page=3");

        assertThat(first.body())
                .contains("\"id\":2,")
                .doesNotContain("\"id\":3,")
                .endsWith("{\"total_count\":2,\"total_pages\":2,\"current_page\":1,\"limit\":1}}");
        assertThat(last.body()).contains("\"id\":3,").doesNotContain("\"id\":2,");
        assertThat(beyond.body())
                .isEqualTo("{\"data\":[],\"paginator\":{\"total_count\":2,\"total_pages\":2,\"current_page\":3,"
                        + "\"limit\":1}}");
    }

    @Test
    void default_and_maximum_100() {
        long account = account();
        for (int i = 0; i < 101; i++) {
            sonar.installation.sql(
                    "insert into customer (portal_id, account_id, is_primary) values (1, ?, false)", account);
        }

        Reply most = sonar.get("/api/v1/accounts/" + account + "/contacts?limit=1000");

        assertThat(most.body()).endsWith("{\"total_count\":101,\"total_pages\":2,\"current_page\":1,\"limit\":100}}");
        assertThat(most.body().split("\"email_address\"", -1)).hasSize(101);
    }

    @ParameterizedTest
    @CsvSource({"limit=0,limit", "limit=-1,limit", "limit=many,limit", "page=0,page", "page=9999999999,page"})
    void a_limit_or_page_that_is_no_such_number(String query, String field) {
        invalid(
                sonar.get("/api/v1/accounts/2/contacts?" + query),
                field,
                "The " + field + " field must be a whole number from 1 to 2147483647.");
    }

    @Test
    void an_account_without_contacts_has_an_empty_list() {
        assertThat(sonar.get("/api/v1/accounts/" + account() + "/contacts").body())
                .isEqualTo("{\"data\":[],\"paginator\":{\"total_count\":0,\"total_pages\":0,\"current_page\":1,"
                        + "\"limit\":100}}");
    }

    // POST …/contacts

    @Test
    void name_email_message_categories_primary_required() {
        refusedFields(
                sonar.post("/api/v1/accounts/2/contacts", "{}"),
                "{\"name\":\"The name field is required.\","
                        + "\"email_message_categories\":\"The email message categories field is required.\","
                        + "\"primary\":\"The primary field is required.\"}");
    }

    @Test
    void the_least_that_makes_a_contact() {
        Reply made = sonar.post(
                "/api/v1/accounts/" + account() + "/contacts",
                "{\"name\":\"Cher\",\"email_message_categories\":[],\"primary\":true}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body())
                .isEqualTo("{\"data\":{\"id\":" + made.text("data", "id")
                        + ",\"name\":\"Cher\",\"role\":null,\"email_address\":null,\"phone_numbers\":{},"
                        + "\"email_message_categories\":[],\"primary\":true,\"username\":null}}");
    }

    @Test
    void a_contact_with_everything() {
        String username = "Everything" + unique();
        String sent = "\"name\":\"Mary Ann Doe\",\"role\":\"CEO\",\"email_address\":\"Mary." + username
                + "@example.com\",\"phone_numbers\":{\"work\":{\"number\":\"1231231234\",\"extension\":123},"
                + "\"mobile\":{\"number\":\"1235550809\",\"extension\":null}},\"email_message_categories\":[2,7],"
                + "\"primary\":false,\"username\":\"" + username + "\"";

        String contacts = "/api/v1/accounts/" + account() + "/contacts";

        Reply made = sonar.post(contacts, "{" + sent + ",\"password\":\"a fine long one\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).isEqualTo("{\"data\":{\"id\":" + made.text("data", "id") + "," + sent + "}}");
        assertThat(sonar.get(contacts + "/" + made.text("data", "id")).body()).isEqualTo(made.body());
    }

    @Test
    void username_and_password_each_required_if_the_other_is_given() {
        String contact = "{\"name\":\"X\",\"email_message_categories\":[],\"primary\":false,";
        invalid(
                sonar.post("/api/v1/accounts/2/contacts", contact + "\"username\":\"lonely\"}"),
                "password",
                "The password field is required when username is present.");
        invalid(
                sonar.post("/api/v1/accounts/2/contacts", contact + "\"password\":\"a fine long one\"}"),
                "username",
                "The username field is required when password is present.");
    }

    @Test
    void a_form_can_make_a_contact() {
        Reply made = sonar.form(
                "/api/v1/accounts/" + account() + "/contacts",
                "name=Form+Made&email_message_categories%5B0%5D=2&primary=0&phone_numbers%5Bfax%5D%5Bnumber%5D=2025550100"
                        + "&phone_numbers%5Bfax%5D%5Bextension%5D=");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body())
                .contains("\"phone_numbers\":{\"fax\":{\"number\":\"2025550100\",\"extension\":null}}")
                .contains("\"email_message_categories\":[2],\"primary\":false");
    }

    // GET …/contacts/{contact}

    @Test
    void clients_add_page_1() {
        assertThat(sonar.get("/api/v1/accounts/2/contacts/3?page=1").body())
                .isEqualTo("{\"data\":{\"id\":3,\"name\":\"Jane Doe\",\"role\":null,"
                        + "\"email_address\":\"jane.doe@example.com\",\"phone_numbers\":{},"
                        + "\"email_message_categories\":[],\"primary\":false,\"username\":\"janedoe\"}}");
    }

    // PATCH …/contacts/{contact}

    @Test
    void every_field_optional() {
        Reply same = sonar.patch("/api/v1/accounts/2/contacts/3", "{}");

        assertThat(same.status()).isEqualTo(201);
        assertThat(same.body())
                .isEqualTo(sonar.get("/api/v1/accounts/2/contacts/3").body());
    }

    @Test
    void password_required_if_username_is_being_set_for_the_first_time() {
        long id = StoredCustomer.of("first" + unique() + "@example.com").store(sonar.installation);
        String path = path(id);
        String username = "first" + unique();

        invalid(
                sonar.patch(path, "{\"username\":\"" + username + "\"}"),
                "password",
                "The password field is required when username is present.");
        assertThat(sonar.patch(path, "{\"username\":\"" + username + "\",\"password\":\"a fine long one\"}")
                        .status())
                .isEqualTo(201);
        assertThat(sonar.patch(path, "{\"username\":\"" + username + "2\"}").status())
                .isEqualTo(201);
        assertThat(sonar.auth(credentials(username + "2")).status()).isEqualTo(201);
        refused(sonar.auth(credentials(username)), 422, "Invalid username or password.");
    }

    @Test
    void the_email_address_may_be_the_username() {
        String address = "both" + unique() + "@example.com";
        long id = StoredCustomer.of(address).store(sonar.installation);

        Reply changed = sonar.patch(path(id), "{\"username\":\"" + address + "\",\"password\":\"a fine long one\"}");

        assertThat(changed.text("data", "username")).isEqualTo(address);
        assertThat(sonar.auth(credentials(address)).text("data", "username")).isEqualTo(address);
        assertThat(sonar.lookUp("{\"email_address\":\"" + address + "\",\"check_if_available\":false}")
                        .status())
                .isEqualTo(201);
        String moved = "moved" + unique() + "@example.com";
        assertThat(sonar.patch(path(id), "{\"email_address\":\"" + moved + "\"}")
                        .text("data", "username"))
                .isEqualTo(address);
        assertThat(sonar.auth(credentials(address)).status()).isEqualTo(201);
        assertThat(sonar.auth(credentials(moved)).status()).isEqualTo(201);
    }

    @Test
    void phone_numbers_are_the_whole_of_them() {
        long id = StoredCustomer.of(null)
                .profile("{\"mobile\":\"1235550809\",\"phone\":\"2025550123\",\"phoneExtension\":\"09\"}")
                .store(sonar.installation);

        assertThat(sonar.get(path(id)).body())
                .contains("\"phone_numbers\":{\"home\":{\"number\":\"2025550123\",\"extension\":\"09\"},"
                        + "\"mobile\":{\"number\":\"1235550809\",\"extension\":null}}");
        assertThat(sonar.patch(path(id), "{\"phone_numbers\":{\"work\":{\"number\":7},\"mobile\":{\"number\":\"\"}}}")
                        .status())
                .isEqualTo(422);
        assertThat(sonar.patch(path(id), "{\"phone_numbers\":{\"work\":{\"number\":777},\"mobile\":{\"number\":\"\"}}}")
                        .body())
                .contains("\"phone_numbers\":{\"work\":{\"number\":\"777\",\"extension\":null}}");
        assertThat(sonar.patch(path(id), "{\"phone_numbers\":[]}").body()).contains("\"phone_numbers\":{}");
    }

    // DELETE …/contacts/{contact}

    @Test
    void contact_deleted() {
        String username = "gone" + unique();
        long id = StoredCustomer.of(username + "@example.com")
                .username(username)
                .password("a fine long one")
                .store(sonar.installation);
        String path = path(id);
        Map<String, String> headers = new HashMap<>(DEMO);
        headers.put("Content-Type", "application/json; charset=utf-8");

        Reply deleted = sonar.client.exchange("DELETE", path, headers, null);

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo("{\"data\":{\"message\":\"Contact deleted\"}}");
        refused(sonar.client.exchange("DELETE", path, headers, null), 404, NO_CONTACT);
        refused(sonar.auth(credentials(username)), 422, "Invalid username or password.");
        assertThat(sonar.installation.count(
                        "select count(*) from audit_event where event = 'user_deleted' and customer_id = ?", id))
                .isOne();
    }

    // The rules below the table

    @Test
    void one_primary_contact_an_account() {
        long account = account();
        long first = contact(account, true);
        long other = contact(account, false);

        assertThat(sonar.patch("/api/v1/accounts/" + account + "/contacts/" + other, "{\"primary\":true}")
                        .body())
                .contains("\"primary\":true");

        assertThat(primaries(account)).containsExactly(other);
        assertThat(sonar.get("/api/v1/accounts/" + account + "/contacts/" + first)
                        .body())
                .contains("\"primary\":false");
        long third = contact(account, true);
        assertThat(primaries(account)).containsExactly(third);
        sonar.patch("/api/v1/accounts/" + account + "/contacts/" + third, "{\"primary\":false}");
        assertThat(primaries(account)).isEmpty();
    }

    @Test
    void making_one_primary_clears_the_others_in_the_same_transaction() {
        long account = account();
        List<Long> contacts = List.of(contact(account, false), contact(account, false), contact(account, false));

        List<Reply> replies = Together.run(
                32,
                i -> (i % 2 == 0 ? sonar.client : second)
                        .json("PATCH", path(account, contacts.get(i % 3)), DEMO, "{\"primary\":true}"));

        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isEqualTo(201));
        assertThat(primaries(account)).hasSize(1);
    }

    @Test
    void unknown_contact_404() {
        refused(sonar.get("/api/v1/accounts/2/contacts/4"), 404, NO_CONTACT);
        refused(sonar.get("/api/v1/accounts/2/contacts/999999999999999999"), 404, NO_CONTACT);
        refused(sonar.get("/api/v1/accounts/2/contacts/two"), 404, NO_CONTACT);
        refused(sonar.patch("/api/v1/accounts/2/contacts/1", "{\"name\":\"X\"}"), 404, NO_CONTACT);
    }

    @Test
    void anything_else_unknown_404() {
        refused(sonar.get("/api/v1/accounts/999/contacts"), 404, NO_ITEM);
        refused(sonar.get("/api/v1/accounts/two/contacts/2"), 404, NO_ITEM);
        refused(
                sonar.post(
                        "/api/v1/accounts/999/contacts",
                        "{\"name\":\"X\",\"email_message_categories\":[],\"primary\":true}"),
                404,
                NO_ITEM);
        refused(sonar.get("/api/v1/accounts/2"), 404, NO_ITEM);
    }

    @Test
    void accounts_of_another_portal_are_unknown() {
        Map<String, String> other = Client.basic("other", "other-secret");

        refused(sonar.client.get("/api/v1/accounts/2/contacts", other), 404, NO_ITEM);
        refused(sonar.client.get("/api/v1/accounts/2/contacts/2", other), 404, NO_ITEM);
        refused(sonar.client.json("PATCH", "/api/v1/accounts/2/contacts/2", other, "{\"name\":\"X\"}"), 404, NO_ITEM);
        refused(sonar.client.exchange("DELETE", "/api/v1/accounts/2/contacts/2", other, null), 404, NO_ITEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"testtest123", "TESTTEST123", "john.doe@example.com", "John.Doe@EXAMPLE.com"})
    void a_taken_username(String username) {
        long id = StoredCustomer.of(null).store(sonar.installation);
        String sent = "\"username\":\"" + username + "\",\"password\":\"a fine long one\"";

        invalid(
                sonar.patch(path(id), "{" + sent + ",\"name\":\"Thief\"}"),
                "username",
                "The username has already been taken.");
        invalid(
                sonar.post(
                        "/api/v1/accounts/2/contacts",
                        "{\"name\":\"Thief\",\"email_message_categories\":[],\"primary\":true," + sent + "}"),
                "username",
                "The username has already been taken.");

        assertThat(sonar.installation.count("select count(*) from customer where profile ->> 'firstName' = 'Thief'"))
                .isZero();
        assertThat(primaries(2)).containsExactly(2L);
    }

    @Test
    void of_32_who_want_a_username_one_has_it() {
        String username = "wanted" + unique();
        List<Long> contacts = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            contacts.add(StoredCustomer.of(null).store(sonar.installation));
        }

        List<Reply> replies = Together.run(
                32,
                i -> (i % 2 == 0 ? sonar.client : second)
                        .json(
                                "PATCH",
                                path(contacts.get(i)),
                                DEMO,
                                "{\"username\":\"" + username + "\",\"password\":\"a fine long one\"}"));

        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() == 422)).hasSize(31);
        assertThat(sonar.installation.count("select count(*) from login where value = ?", username))
                .isOne();
    }

    @Test
    void a_bad_key_in_phone_numbers() {
        invalid(
                sonar.patch(
                        "/api/v1/accounts/2/contacts/3",
                        "{\"phone_numbers\":{\"pager\":{\"number\":\"1\"}},\"name\":\"\"}"),
                "phone_numbers",
                "The Phone Number Type is invalid: pager");
    }

    @Test
    void contacts_may_share_an_address_and_the_first_signs_in_with_it() {
        String address = "shared" + unique() + "@example.com";
        StoredCustomer.of(address).password("a fine long one").store(sonar.installation);
        long second = StoredCustomer.of(null).store(sonar.installation);

        Reply changed = sonar.patch(
                path(second),
                "{\"email_address\":\"" + address + "\",\"username\":\"s" + unique()
                        + "\",\"password\":\"another fine one\"}");

        assertThat(changed.text("data", "email_address")).isEqualTo(address);
        assertThat(sonar.auth(credentials(address)).status()).isEqualTo(201);
        refused(
                sonar.auth("{\"username\":\"" + address + "\",\"password\":\"another fine one\"}"),
                422,
                "Invalid username or password.");
    }

    // Bad input

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":7}|name|The name field must be a string.",
                "{\"name\":\"  \"}|name|The name field is required.",
                "{\"role\":[]}|role|The role field must be a string.",
                "{\"email_address\":\"nowhere\"}|email_address|The email address field must be a valid email address.",
                "{\"email_address\":\"a@b.c\\r\\nBcc: d@e.f\"}|email_address|The email address field must not contain control characters.",
                "{\"phone_numbers\":\"12\"}|phone_numbers|The phone numbers field must be an object.",
                "{\"phone_numbers\":{\"home\":{\"number\":\"call me\"}}}|phone_numbers|The home phone number is invalid.",
                "{\"phone_numbers\":{\"home\":{\"number\":{}}}}|phone_numbers|The home phone number is invalid.",
                "{\"phone_numbers\":{\"home\":{\"number\":\"123\",\"extension\":\"x\"}}}|phone_numbers|The home phone extension is invalid.",
                "{\"email_message_categories\":2}|email_message_categories|The email message categories field must be an array.",
                "{\"email_message_categories\":[1.5]}|email_message_categories|The email message categories field must be an array of at most 100 whole numbers.",
                "{\"primary\":\"maybe\"}|primary|The primary field must be true or false.",
                "{\"username\":\"two words\"}|username|The username format is invalid.",
                "{\"password\":\"short\"}|password|The password field must be at least 6 characters.",
                "{\"password\":\"password1\"}|password|The password is too common.",
                "{\"password\":\"JaneDoe\"}|password|The password field must be different from the email address and username."
            })
    void a_field_that_fails_validation(String json, String field, String sentence) {
        String before = sonar.get("/api/v1/accounts/2/contacts/3").body();

        invalid(sonar.patch("/api/v1/accounts/2/contacts/3", json), field, sentence);

        assertThat(sonar.get("/api/v1/accounts/2/contacts/3").body()).isEqualTo(before);
    }

    @Test
    void a_name_over_255_characters() {
        invalid(
                sonar.patch("/api/v1/accounts/2/contacts/3", "{\"name\":\"" + "n".repeat(256) + "\"}"),
                "name",
                "The name field must not be greater than 255 characters.");
    }

    @Test
    void form_fields_nested_without_end_are_ignored() {
        assertThat(sonar.form("/api/v1/accounts/2/contacts", "phone_numbers" + "[a]".repeat(2000) + "=1")
                        .status())
                .isEqualTo(422);
    }

    private String path(long customer) {
        return path(sonar.installation.count("select account_id from customer where id = ?", customer), customer);
    }

    private static String path(long account, long customer) {
        return "/api/v1/accounts/" + account + "/contacts/" + customer;
    }

    private long account() {
        return sonar.installation.count("insert into account (portal_id) values (1) returning id");
    }

    private long contact(long account, boolean primary) {
        Reply made = sonar.post(
                "/api/v1/accounts/" + account + "/contacts",
                "{\"name\":\"C\",\"email_message_categories\":[],\"primary\":" + primary + "}");
        return Long.parseLong(made.text("data", "id"));
    }

    private List<Long> primaries(long account) {
        return sonar.installation
                .sql()
                .withHandle(h -> h.statement("select id from customer where account_id = :account and is_primary")
                        .bind("account", account)
                        .mapTo(Long.class)
                        .list());
    }

    private static String credentials(String username) {
        return "{\"username\":\"" + username + "\",\"password\":\"a fine long one\"}";
    }

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static void refusedFields(Reply reply, String fields) {
        assertThat(reply.body()).isEqualTo("{\"error\":{\"message\":" + fields + ",\"status_code\":422}}");
        assertThat(reply.status()).isEqualTo(422);
    }
}
