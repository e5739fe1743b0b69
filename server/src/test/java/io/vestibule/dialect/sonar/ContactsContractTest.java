package io.vestibule.dialect.sonar;

import static io.vestibule.dialect.sonar.Sonar.DEMO;
import static io.vestibule.dialect.sonar.Sonar.invalid;
import static io.vestibule.dialect.sonar.Sonar.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "Account Contacts Endpoints", in the page's order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContactsContractTest {
    private static final String NO_CONTACT = "That contact ID does not exist.";

    private final Sonar sonar = new Sonar();

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
        long account = sonar.account();
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
        assertThat(sonar.get("/api/v1/accounts/" + sonar.account() + "/contacts")
                        .body())
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
                "/api/v1/accounts/" + sonar.account() + "/contacts",
                "{\"name\":\"Cher\",\"email_message_categories\":[],\"primary\":true}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body())
                .isEqualTo("{\"data\":{\"id\":" + made.text("data", "id")
                        + ",\"name\":\"Cher\",\"role\":null,\"email_address\":null,\"phone_numbers\":{},"
                        + "\"email_message_categories\":[],\"primary\":true,\"username\":null}}");
    }

    @Test
    void a_contact_with_everything() {
        String username = "Everything" + Sonar.unique();
        String sent = "\"name\":\"Mary Ann Doe\",\"role\":\"CEO\",\"email_address\":\"Mary." + username
                + "@example.com\",\"phone_numbers\":{\"work\":{\"number\":\"1231231234\",\"extension\":123},"
                + "\"mobile\":{\"number\":\"1235550809\",\"extension\":null}},\"email_message_categories\":[2,7],"
                + "\"primary\":false,\"username\":\"" + username + "\"";

        String contacts = "/api/v1/accounts/" + sonar.account() + "/contacts";

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
                "/api/v1/accounts/" + sonar.account() + "/contacts",
                "name=Form+Made&email_message_categories%5B0%5D=2&primary=0&phone_numbers%5Bfax%5D%5Bnumber%5D=2025550100"
                        + "&phone_numbers%5Bfax%5D%5Bextension%5D=");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body())
                .contains("\"phone_numbers\":{\"fax\":{\"number\":\"2025550100\",\"extension\":null}}")
                .contains("\"email_message_categories\":[2],\"primary\":false");
    }

    /** contracts/README: "liberal in what it accepts"; axios, jQuery, Rack and pages write an array so. */
    @Test
    void a_form_spells_an_array_with_empty_brackets_or_with_numbers() {
        String contact = "/api/v1/accounts/" + sonar.account() + "/contacts";
        String more = "&name=Form+Made&primary=0";

        assertThat(sonar.form(contact, "email_message_categories%5B%5D=7&email_message_categories%5B%5D=2" + more)
                        .body())
                .contains("\"email_message_categories\":[7,2]");
        assertThat(sonar.form(contact, "email_message_categories[]=7" + more).body())
                .contains("\"email_message_categories\":[7]");
        assertThat(sonar.form(contact, "email_message_categories[]=" + more).body())
                .as("as pages say that nothing is chosen")
                .contains("\"email_message_categories\":[]");
        assertThat(sonar.form(contact, "email_message_categories[3]=7&email_message_categories[5]=2" + more)
                        .body())
                .as("PHP's array of which something was taken")
                .contains("\"email_message_categories\":[7,2]");
        assertThat(sonar.form(contact, "email_message_categories[0]=7&email_message_categories[0]=2" + more)
                        .status())
                .as("one place is given twice")
                .isEqualTo(400);
    }

    // GET …/contacts/{contact}

    @Test
    void a_contact_without_name_username_and_address_is_called_by_the_id() {
        long id = StoredCustomer.of(null).store(sonar.installation);

        assertThat(sonar.get(sonar.path(id)).text("data", "name")).isEqualTo("Contact " + id);
        assertThat(sonar.patch(sonar.path(id), "{\"name\":\"Contact " + id + "\"}")
                        .status())
                .isEqualTo(201);
        assertThat(sonar.installation.count("select count(*) from customer where id = ? and profile = '{}'", id))
                .isOne();
    }

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
        long id = StoredCustomer.of("first" + Sonar.unique() + "@example.com").store(sonar.installation);
        String path = sonar.path(id);
        String username = "first" + Sonar.unique();

        invalid(
                sonar.patch(path, "{\"username\":\"" + username + "\"}"),
                "password",
                "The password field is required when username is present.");
        assertThat(sonar.patch(path, "{\"username\":\"" + username + "\",\"password\":\"a fine long one\"}")
                        .status())
                .isEqualTo(201);
        assertThat(sonar.patch(path, "{\"username\":\"" + username + "2\"}").status())
                .isEqualTo(201);
        assertThat(sonar.auth(Sonar.credentials(username + "2")).status()).isEqualTo(201);
        refused(sonar.auth(Sonar.credentials(username)), 422, "Invalid username or password.");
    }

    @Test
    void the_email_address_may_be_the_username() {
        String address = "both" + Sonar.unique() + "@example.com";
        long id = StoredCustomer.of(address).store(sonar.installation);

        Reply changed =
                sonar.patch(sonar.path(id), "{\"username\":\"" + address + "\",\"password\":\"a fine long one\"}");

        assertThat(changed.text("data", "username")).isEqualTo(address);
        assertThat(sonar.auth(Sonar.credentials(address)).text("data", "username"))
                .isEqualTo(address);
        assertThat(sonar.lookUp("{\"email_address\":\"" + address + "\",\"check_if_available\":false}")
                        .status())
                .isEqualTo(201);
        String moved = "moved" + Sonar.unique() + "@example.com";
        assertThat(sonar.patch(sonar.path(id), "{\"email_address\":\"" + moved + "\"}")
                        .text("data", "username"))
                .isEqualTo(address);
        assertThat(sonar.auth(Sonar.credentials(address)).status()).isEqualTo(201);
        assertThat(sonar.auth(Sonar.credentials(moved)).status()).isEqualTo(201);
    }

    /** cases/vendors.md V2: "equal digits change nothing". */
    @Test
    void a_number_that_is_repeated_keeps_its_extension_until_another_comes_or_the_number_goes() {
        long id = StoredCustomer.of(null)
                .profile("{\"phone\":\"+442079460123\",\"phoneExtension\":\"12\"}")
                .store(sonar.installation);
        String kept = "{\"home\":{\"number\":\"+442079460123\",\"extension\":12}}";

        for (String extension :
                new String[] {"", ",\"extension\":null", ",\"extension\":\"\"", ",\"extension\":\" \""}) {
            assertThat(numbers(id, "{\"home\":{\"number\":\"442079460123\"" + extension + "}}"))
                    .as(extension)
                    .isEqualTo(kept);
        }
        assertThat(numbers(id, "{\"home\":\"442079460123\"}")).isEqualTo(kept);
        assertThat(numbers(id, "{\"home\":{\"number\":\"442079460123\",\"extension\":7}}"))
                .isEqualTo(kept.replace("12}", "7}"));
        assertThat(numbers(id, "{\"home\":{\"number\":\"442079460124\",\"extension\":null}}"))
                .as("another number")
                .isEqualTo("{\"home\":{\"number\":\"442079460124\",\"extension\":null}}");
        numbers(id, "{\"home\":{\"number\":\"442079460124\",\"extension\":7}}");
        assertThat(numbers(id, "{}")).isEqualTo("{}");
        assertThat(numbers(id, "{\"home\":{\"number\":\"442079460124\"}}"))
                .as("left out, then set: the way to clear an extension alone")
                .contains("\"extension\":null");
    }

    private String numbers(long id, String sent) {
        return sonar.patch(sonar.path(id), "{\"phone_numbers\":" + sent + "}").text("data", "phone_numbers");
    }

    @Test
    void phone_numbers_are_the_whole_of_them() {
        long id = StoredCustomer.of(null)
                .profile("{\"mobile\":\"1235550809\",\"phone\":\"2025550123\",\"phoneExtension\":\"09\"}")
                .store(sonar.installation);

        assertThat(sonar.get(sonar.path(id)).body())
                .contains("\"phone_numbers\":{\"home\":{\"number\":\"2025550123\",\"extension\":\"09\"},"
                        + "\"mobile\":{\"number\":\"1235550809\",\"extension\":null}}");
        assertThat(sonar.patch(
                                sonar.path(id),
                                "{\"phone_numbers\":{\"work\":{\"number\":7},\"mobile\":{\"number\":\"\"}}}")
                        .status())
                .isEqualTo(422);
        assertThat(sonar.patch(
                                sonar.path(id),
                                "{\"phone_numbers\":{\"work\":{\"number\":777},\"mobile\":{\"number\":\"\"}}}")
                        .body())
                .contains("\"phone_numbers\":{\"work\":{\"number\":\"777\",\"extension\":null}}");
        assertThat(sonar.patch(sonar.path(id), "{\"phone_numbers\":[]}").body()).contains("\"phone_numbers\":{}");
    }

    // DELETE …/contacts/{contact}

    @Test
    void contact_deleted() {
        String username = "gone" + Sonar.unique();
        long id = StoredCustomer.of(username + "@example.com")
                .username(username)
                .password("a fine long one")
                .store(sonar.installation);
        String path = sonar.path(id);
        Map<String, String> headers = new HashMap<>(DEMO);
        headers.put("Content-Type", "application/json; charset=utf-8");

        Reply deleted = sonar.client.exchange("DELETE", path, headers, null);

        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo("{\"data\":{\"message\":\"Contact deleted\"}}");
        refused(sonar.client.exchange("DELETE", path, headers, null), 404, NO_CONTACT);
        refused(sonar.auth(Sonar.credentials(username)), 422, "Invalid username or password.");
        assertThat(sonar.installation.count(
                        "select count(*) from audit_event where event = 'user_deleted' and customer_id = ?", id))
                .isOne();
    }

    private static void refusedFields(Reply reply, String fields) {
        assertThat(reply.body()).isEqualTo("{\"error\":{\"message\":" + fields + ",\"status_code\":422}}");
        assertThat(reply.status()).isEqualTo(422);
    }
}
