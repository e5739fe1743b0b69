package io.vestibule.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipe for a new dialect ({@code docs/architecture.md}) names all that the dialects have, and nothing else. */
class NewDialectRecipeTest {
    private static final String RECIPE = Documents.text("docs/architecture.md")
            .replaceFirst("(?s).*\n## A new dialect\n", "")
            .replaceFirst("(?s)\n## .*", "");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern PLACE = Pattern.compile("`([\\w/.]*NAME[\\w/.]*)`");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");

    /** LogicBoxes is called by API clients, and signs in with a password, so each step is for it, too. */
    private static final Pattern A_DIALECT = Pattern.compile("(?i)logicboxes|/api/customers/");

    /** What only LogicBoxes has: settings of its own, and ids of customers that begin where its own do. */
    private static final Set<String> ITS_SETTINGS = Set.of(
            "server/src/main/java/io/vestibule/config/LogicBoxesConfig.java",
            "server/src/main/java/io/vestibule/config/DatabaseConfig.java");

    @ParameterizedTest
    @ValueSource(strings = {"sonar", "logicboxes", "keaze"})
    void each_dialect_has_what_the_recipe_says(String dialect) {
        List<String> places =
                PLACE.matcher(RECIPE).results().map(place -> place.group(1)).toList();
        assertThat(places)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(place -> assertThat(Documents.ROOT.resolve(place.replace("NAME", dialect)))
                        .exists());
    }

    @Test
    void each_file_that_the_recipe_names_names_a_dialect() {
        assertThat(linked())
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(Documents.text(file)).containsPattern(A_DIALECT));
    }

    /** Files of customers are what vendors have, not what they call; the systems that portals come from are asked, and ask nothing. */
    @Test
    void each_file_of_the_server_that_names_a_dialect_is_in_the_recipe() {
        Set<String> naming = Documents.code().stream()
                .map(file -> Documents.ROOT.relativize(file).toString().replace('\\', '/'))
                .filter(file -> !file.matches(".*/(dialect|transfer|migration|upstream)/.*|.*/Upstream\\w+\\.java"))
                .filter(file -> A_DIALECT
                        .matcher(COMMENT.matcher(Documents.text(file)).replaceAll(""))
                        .find())
                .collect(Collectors.toCollection(TreeSet::new));
        naming.removeAll(ITS_SETTINGS);
        assertThat(linked()).containsAll(naming);
    }

    /** The files that it links, but for the example. */
    private static Set<String> linked() {
        return LINK.matcher(RECIPE)
                .results()
                .map(link ->
                        Documents.ROOT.resolve("docs").resolve(link.group(1)).normalize())
                .filter(Files::isRegularFile)
                .map(file -> Documents.ROOT.relativize(file).toString().replace('\\', '/'))
                .filter(file -> !file.matches(".*example.yaml|.*NewDialectTest.java"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
