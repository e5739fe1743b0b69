package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever copies an example of docs/import.md into a file can import it. */
class ImportPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```(csv|jsonl|json)\n(.*?)```\n", Pattern.DOTALL);
    private static final Path PAGE = Path.of("../docs/import.md");

    private final Operator operator = new Operator(TestDatabases.empty());

    @TempDir
    private Path folder;

    @Test
    void every_example_is_imported_whole() throws IOException {
        operator.gets("portal", "add", "One");
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        List<String> kinds = new ArrayList<>();
        while (example.find()) {
            Path file = Files.writeString(folder.resolve(kinds.size() + "." + example.group(1)), example.group(2));
            List<String> command = new ArrayList<>(List.of("import", file.toString(), "--portal", "1"));
            if (example.group(1).equals("json")) {
                command.add("--from");
                command.add(example.group(2).contains("customer.customerid") ? "logicboxes-search" : "sonar-contacts");
            }
            kinds.add(command.getLast());
            assertThat(operator.gets(command.toArray(String[]::new)))
                    .as(example.group(2))
                    .containsPattern("imported +[1-9]")
                    .containsPattern("refused +0");
        }
        assertThat(kinds).containsExactly("1", "1", "sonar-contacts", "logicboxes-search");
    }

    @Test
    void the_table_of_fields_names_every_field_and_no_other() throws IOException {
        String page = Files.readString(PAGE);
        String table = page.substring(page.indexOf("| Field |"), page.indexOf("| any attribute"));
        List<String> named = Pattern.compile("^\\| `(\\w+)`(?:, `(\\w+)`)?", Pattern.MULTILINE)
                .matcher(table)
                .results()
                .flatMap(row -> Stream.of(row.group(1), row.group(2)))
                .filter(name -> name != null)
                .sorted()
                .toList();
        Path file = Files.writeString(folder.resolve("all.csv"), String.join(",", named) + "\n");
        operator.gets("portal", "add", "One");
        operator.gets("import", file.toString(), "--portal", "1");
        operator.sql("insert into account (portal_id) values (1)");
        operator.sql("insert into customer (portal_id, account_id, is_primary) values (1, 1, true)");
        String header = operator.gets("export", "--portal", "1", "--format", "csv")
                .lines()
                .findFirst()
                .orElseThrow();
        assertThat(named).containsExactlyInAnyOrder(header.split(","));
    }
}
