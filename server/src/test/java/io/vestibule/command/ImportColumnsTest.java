package io.vestibule.command;

import static io.vestibule.command.Imports.summary;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Columns that are called otherwise, and cells that a spreadsheet would take for formulas. */
class ImportColumnsTest {
    @RegisterExtension
    final Imports imports = new Imports();

    @Test
    void a_column_of_another_name_is_told_what_it_is_or_left_out() {
        Path file = imports.file("c.csv", "E-Mail,Note", "ann@example.com,x", "bad,y");
        Operator.Ended refused = imports.of(file);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("\"E-Mail\"");

        Operator.Ended ended = imports.of(file, "--column", "E-Mail=email", "--column", "Note=");
        assertThat(ended.out()).containsPattern(summary(1, 0, 1));
        assertThat(ended.err()).contains("--column", "E-Mail=email", "Note=");
        assertThat(imports.read("c.csv.errors.csv"))
                .startsWith("errorLine,errorReason,E-Mail,Note\n")
                .contains("bad,y");
        assertThat(imports.of(file, "--column", "email").err()).contains("isn't COLUMN=FIELD");
    }

    @Test
    void no_cell_of_an_error_file_is_a_formula_and_what_is_mended_means_what_it_meant() {
        Path file = imports.file("c.csv", "email,firstName,phone", "bad,=1+1,+12025550123", "@x,\"a\"b,1");
        assertThat(imports.of(file).out()).containsPattern(summary(0, 0, 2));
        String errors = imports.read("c.csv.errors.csv");
        assertThat(errors).contains(",bad,'=1+1,+12025550123\n").contains(",'@x,");

        Path mended = imports.text("mended.csv", errors.replace(",bad,", ",ann@example.com,"));
        assertThat(imports.of(mended).out()).containsPattern(summary(1, 0, 1));
        assertThat(imports.shown("ann@example.com")).contains("=1+1").doesNotContain("'=1+1");
        assertThat(imports.read("mended.csv.errors.csv")).contains(",'@x,").doesNotContain("''@x");
    }
}
