package io.vestibule.command;

import static io.vestibule.command.Imports.summary;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the APIs of Sonar and LogicBoxes answer is read. */
class ImportFromVendorsTest {
    @RegisterExtension
    final Imports imports = new Imports();

    private final Operator operator = imports.operator();

    @Test
    void sonar_s_contact_lists_are_read() {
        Path file = imports.file(
                "contacts.json",
                "{\"account_id\":12,\"data\":[{\"id\":31,\"name\":\"Mary Ann"
                        + " Doe\",\"role\":\"Owner\",\"email_address\":\"m@example.com\",",
                "  \"phone_numbers\":{\"home\":{\"number\":\"202-555-0123\",\"extension\":7},\"work\":{\"number\":\"2025550124\",\"extension\":null}},",
                "  \"email_message_categories\":[1,2],\"primary\":true,\"username\":\"Mary\"},",
                "  {\"id\":32,\"name\":\"Zed\",\"role\":null,\"email_address\":\"m@example.com\",\"phone_numbers\":{},",
                "  \"email_message_categories\":[],\"primary\":false,\"username\":null}],",
                "  \"paginator\":{\"total_count\":2,\"total_pages\":1,\"current_page\":1,\"limit\":100}}",
                "{broken",
                "{\"data\":[{\"id\":33,\"name\":\"No"
                        + " Account\",\"email_address\":\"n\",\"primary\":1,\"username\":null}]}");
        Operator.Ended ended = imports.of(file, "--from", "sonar-contacts");
        assertThat(ended.out()).containsPattern(summary(2, 0, 2));
        assertThat(operator.gets("customer", "show", "mary", "--portal", "1"))
                .containsPattern("id +31")
                .containsPattern("account +12 \\(primary\\)")
                .containsPattern("firstName +Mary Ann\n")
                .containsPattern("lastName +Doe\n")
                .containsPattern("phone +202-555-0123\n")
                .containsPattern("phoneExtension +7\n")
                .containsPattern("workPhone +2025550124")
                .containsPattern("emailMessageCategories +\\[1,2\\]");
        assertThat(operator.gets("customer", "show", "32"))
                .containsPattern("email +m@example.com")
                .containsPattern("username +none")
                .containsPattern("account +12\n");
        String errors = imports.read("contacts.json.errors.jsonl");
        assertThat(errors)
                .contains("{\"errorLine\":7,\"errorReason\":\"Page 2 is not JSON")
                .contains("{\"errorLine\":8,\"errorReason\":\"The email_address field must be an email address.");
        Path mended =
                imports.file("mended.jsonl", errors.lines().toList().get(1).replace("\"n\"", "\"n@example.com\""));
        assertThat(imports.of(mended, "--from", "sonar-contacts", "--account", "12")
                        .out())
                .containsPattern(summary(0, 0, 1)); // a second primary contact
        assertThat(imports.of(mended, "--from", "sonar-contacts", "--account", "13")
                        .out())
                .containsPattern(summary(1, 0, 0));
    }

    @Test
    void logicboxes_search_results_are_read() {
        Path file = imports.file(
                "search.json",
                "{\"recsonpage\":\"3\",\"recsindb\":\"3\","
                        + "\"1\":{\"customer.customerid\":\"30930235\",\"customer.username\":\"j@example.com\",\"customer.resellerid\":\"7\",\"customer.name\":\"John"
                        + " Doe\",\"customer.company\":\"Doe"
                        + " Ltd\",\"customer.city\":\"Denver\",\"customer.state\":\"Colorado\","
                        + "\"customer.country\":\"US\",\"customer.telnocc\":\"1\",\"customer.telno\":\"2025550123\","
                        + "\"customer.customerstatus\":\"Active\",\"customer.totalreceipts\":\"250.00\",\"customer.websitecount\":\"3\","
                        + "\"customer.creationtime\":\"1745369822\"},"
                        + "\"2\":{\"customer.customerid\":\"30930236\",\"customer.username\":\"s@example.com\",\"customer.customerstatus\":\"Suspended\"},"
                        + "\"3\":{\"customer.customerid\":\"30930237\",\"customer.username\":\"d@example.com\",\"customer.customerstatus\":\"Deleted\"}}");
        assertThat(imports.of(file, "--from", "logicboxes-search").out()).containsPattern(summary(2, 0, 1));
        assertThat(operator.gets("customer", "show", "j@example.com", "--portal", "1"))
                .containsPattern("id +30930235")
                .containsPattern("created +2025-04-23T00:57:02Z")
                .containsPattern("firstName +John\n")
                .containsPattern("lastName +Doe\n")
                .containsPattern("phone +\\+12025550123")
                .containsPattern("country +US")
                .containsPattern("totalReceipts +250.00");
        assertThat(operator.gets("customer", "show", "30930236")).containsPattern("disabled +20");
        assertThat(imports.read("search.json.errors.jsonl"))
                .contains("\"errorLine\":1")
                .contains("The customer.customerstatus field is \\\"Deleted\\\"");
    }
}
