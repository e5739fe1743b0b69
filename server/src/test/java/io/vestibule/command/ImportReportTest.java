package io.vestibule.command;

import static io.vestibule.command.Imports.summary;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an import tells at its end is true, and says what to do. */
class ImportReportTest {
    @RegisterExtension
    final Imports imports = new Imports();

    private final Operator operator = imports.operator();

    @Test
    void refusals_are_summed_up_by_reason() {
        String[] lines = IntStream.range(0, 500)
                .mapToObj(i -> i == 0 ? "email,country" : "c" + i + "@example.com," + (i == 7 ? "US" : "Atlantis"))
                .toArray(String[]::new);
        Operator.Ended ended = imports.of(imports.file("c.csv", lines));
        assertThat(ended.out())
                .containsPattern(summary(1, 0, 498))
                .contains("Refused 498 times, line 2 first: The country field must be a country code");
        assertThat(ended.err()).contains("498 lines were refused");
    }

    @Test
    void the_rarer_reasons_are_counted() {
        String[] lines = IntStream.rangeClosed(1, 12)
                .mapToObj(i -> "{\"email\":\"c" + i + "@example.com\",\"other" + i + "\":1}")
                .toArray(String[]::new);
        assertThat(imports.of(imports.file("twelve.jsonl", lines)).out())
                .contains("Other reasons, which the error file has: 2.");
        assertThat(imports.of(imports.file("eleven.jsonl", Arrays.copyOf(lines, 11)))
                        .out())
                .contains("Other reasons, which the error file has: 1.");
    }

    private Operator.Ended typed(String printed) {
        Matcher command = Pattern.compile("then type: vestibule (.*)").matcher(printed);
        assertThat(command.find()).as(printed).isTrue();
        return operator.types(command.group(1).replace("'", "").split(" "));
    }

    @Test
    void an_error_file_comes_with_the_command_that_reads_it() {
        Path sonar = imports.file(
                "contacts.json",
                "{\"data\":[{\"id\":31,\"name\":\"Mary Doe\",\"email_address\":\"m@example\",\"primary\":true}]}");
        Operator.Ended ended = imports.of(sonar, "--from", "sonar-contacts", "--account", "12");
        imports.text(
                "contacts.json.errors.jsonl",
                imports.read("contacts.json.errors.jsonl").replace("m@example", "m@example.com"));
        assertThat(typed(ended.err()).out()).containsPattern(summary(1, 0, 0));
        assertThat(imports.shown("m@example.com"))
                .containsPattern("account +12 ")
                .containsPattern("lastName +Doe");

        Path logicBoxes =
                imports.file("search.json", "{\"customer.username\":\"l@example\",\"customer.name\":\"Li Doe\"}");
        ended = imports.of(logicBoxes, "--from", "logicboxes-search");
        imports.text(
                "search.json.errors.jsonl",
                imports.read("search.json.errors.jsonl").replace("l@example", "l@example.com"));
        assertThat(typed(ended.err()).out()).containsPattern(summary(1, 0, 0));

        Path keycloak = imports.text("users.json", "[{\"username\":\"ann doe\",\n\"createdTimestamp\":1795871857239}]");
        ended = imports.of(keycloak, "--from", "keycloak");
        imports.text(
                "users.json.errors.jsonl",
                imports.read("users.json.errors.jsonl").replace("ann doe", "ann"));
        assertThat(typed(ended.err()).out()).containsPattern(summary(1, 0, 0));

        Path own = imports.file("c.csv", "email,createdAt", "o@example,2024-01-01 10:00:00");
        ended = imports.of(
                own,
                "--zone",
                "UTC",
                "--errors",
                imports.folder().resolve("mend it.csv").toString());
        assertThat(ended.err()).contains("mend it.csv' --portal 1 --zone UTC");
    }

    @Test
    void a_second_run_says_that_it_did_nothing() {
        Path file = imports.file("c.csv", "email", "a@example.com", "b@example");
        Operator.Ended first = imports.of(file);
        assertThat(first.out()).startsWith("imported").doesNotContain("done");
        assertThat(first.err()).contains("1 line was refused");
        assertThat(imports.of(file).out()).startsWith("There was nothing to do: this file was done before, at 20");
    }

    @Test
    void an_error_file_that_can_t_be_written_is_told_with_its_reason_before_anything_is_done() {
        Path file = imports.file("c.csv", "email", "a@example.com");
        Operator.Ended ended = imports.of(
                file, "--errors", imports.folder().resolve("no/such.csv").toString());
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("such.csv: there is no such folder").contains("--errors FILE");
        assertThat(imports.of(file, "--errors", imports.folder().toString()).err())
                .contains("is a folder");
        assertThat(operator.count("select count(*) from customer")).isZero();
    }

    @Test
    void a_file_of_another_shape_is_refused_as_a_whole_with_the_option_that_reads_it() {
        String realm = "{\"realm\": \"shop\", \"users\": [{\"username\": \"ann\", \"createdTimestamp\": 1}]}";
        assertThat(imports.of(imports.file("realm.jsonl", realm)).err()).contains("--from keycloak");
        assertThat(imports.of(imports.file("list.jsonl", "[", "  {", "    \"email\": \"a@example.com\"", "  }", "]"))
                        .err())
                .contains("one JSON document")
                .contains("jq -c");
        assertThat(imports.of(imports.file("realm.csv", realm)).err()).contains("--from keycloak");
        assertThat(imports.of(imports.file("users.csv", "ID,user_login,user_pass", "1,ann,x"))
                        .err())
                .contains("--from wordpress");
        assertThat(imports.of(imports.file("c.csv", "email", "a@example.com"), "--from", "keycloak")
                        .err())
                .contains("has no column");
        assertThat(imports.of(imports.file("c.jsonl", "{\"a\":1}"), "--from", "keycloak")
                        .err())
                .contains("no record of keycloak's");
        assertThat(operator.count("select count(*) from import_run where imported + refused > 0"))
                .isZero();
    }
}
