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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "Account Contacts Endpoints": what holds for more than one call, what docs/dialects/sonar.md decides, and bad input. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContactsRulesContractTest {
    private static final String NO_CONTACT = "That contact ID does not exist.";
    private static final String NO_ITEM = "No item with that ID found.";

    private final Sonar sonar = new Sonar();
    private final Client second = sonar.installation.node();

    @AfterAll
    void stop() {
        sonar.close();
    }

    @Test
    void one_primary_contact_an_account() {
        long account = sonar.account();
        long first = sonar.contact(account, true);
        long other = sonar.contact(account, false);

        assertThat(sonar.patch("/api/v1/accounts/" + account + "/contacts/" + other, "{\"primary\":true}")
                        .body())
                .contains("\"primary\":true");

        assertThat(sonar.primaries(account)).containsExactly(other);
        assertThat(sonar.get("/api/v1/accounts/" + account + "/contacts/" + first)
                        .body())
                .contains("\"primary\":false");
        long third = sonar.contact(account, true);
        assertThat(sonar.primaries(account)).containsExactly(third);
        sonar.patch("/api/v1/accounts/" + account + "/contacts/" + third, "{\"primary\":false}");
        assertThat(sonar.primaries(account)).isEmpty();
    }

    @Test
    void making_one_primary_clears_the_others_in_the_same_transaction() {
        long account = sonar.account();
        List<Long> contacts =
                List.of(sonar.contact(account, false), sonar.contact(account, false), sonar.contact(account, false));

        List<Reply> replies = Together.run(
                32,
                i -> (i % 2 == 0 ? sonar.client : second)
                        .json("PATCH", Sonar.path(account, contacts.get(i % 3)), DEMO, "{\"primary\":true}"));

        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isEqualTo(201));
        assertThat(sonar.primaries(account)).hasSize(1);
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
                sonar.patch(sonar.path(id), "{" + sent + ",\"name\":\"Thief\"}"),
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
        assertThat(sonar.primaries(2)).containsExactly(2L);
    }

    @Test
    void of_32_who_want_a_username_one_has_it() {
        String username = "wanted" + Sonar.unique();
        List<Long> contacts = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            contacts.add(StoredCustomer.of(null).store(sonar.installation));
        }

        List<Reply> replies = Together.run(
                32,
                i -> (i % 2 == 0 ? sonar.client : second)
                        .json(
                                "PATCH",
                                sonar.path(contacts.get(i)),
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
        String address = "shared" + Sonar.unique() + "@example.com";
        StoredCustomer.of(address).password("a fine long one").store(sonar.installation);
        long second = StoredCustomer.of(null).store(sonar.installation);

        Reply changed = sonar.patch(
                sonar.path(second),
                "{\"email_address\":\"" + address + "\",\"username\":\"s" + Sonar.unique()
                        + "\",\"password\":\"another fine one\"}");

        assertThat(changed.text("data", "email_address")).isEqualTo(address);
        assertThat(sonar.auth(Sonar.credentials(address)).status()).isEqualTo(201);
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
}
