package io.vestibule.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the documents name is there. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);
    private static final String FAMILIES =
            "act_as|authn|user|link|token_epoch|mail|import|consent|portal|client|signing_key|operator|api_key";
    private static final Pattern EVENT = Pattern.compile(
            "['\"]((?:" + FAMILIES
                    + ")_(?!id\\b|link\\b|language\\b|code\\b|session\\b|challenge\\b|ceremony\\b|setup\\b|until\\b)[a-z_]+)['\"]");
    private static final Pattern METRIC = Pattern.compile("\"(vestibule_[a-z_]+)\"");
    private static final Pattern JOB = Pattern.compile("new (?:JobLog|Step)\\(\"([a-z-]+)\"");
    private static final Pattern FIRST_CELL = Pattern.compile("^\\| `([^`]+)` ", Pattern.MULTILINE);
    private static final Pattern SETTING = Pattern.compile("VESTIBULE_[A-Z_]+[A-Z]");
    private static final Pattern FENCED = Pattern.compile("^ *```.*?^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`|\\[([^]]+)]\\(");

    /** {@code Class.member}. A setting's class would have no small letter, and a file's member is an ending. */
    private static final Pattern MEMBER = Pattern.compile(
            "(?<![\\w./:-])([A-Z]\\w*[a-z]\\w*)\\.(?!(?:java|js|jte|sql|md|ya?ml|json|jar)\\b)([A-Za-z]\\w*)");

    @Test
    void every_relative_link_leads_to_a_file_and_its_heading() {
        Set<String> broken = new TreeSet<>();
        for (Path page : Documents.pages()) {
            Matcher link = LINK.matcher(Documents.text(page));
            while (link.find()) {
                if (!link.group(1).matches("[a-z]+:.*") && !leadsSomewhere(page, link.group(1))) {
                    broken.add(Documents.ROOT.relativize(page) + ": " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void every_audit_event_of_the_code_is_in_the_security_page_and_the_other_way_round() {
        String audited = code(file -> file.matches(".*Store\\.java|.*/signin/.*")); // nothing else writes events
        assertThat(found(EVENT, audited, 1)).isEqualTo(found(table("`", FAMILIES), "docs/security.md", 1));
    }

    @Test
    void every_audit_event_of_the_security_page_has_words_in_the_console() {
        String page = Documents.text("docs/security.md");
        String events = page.substring(page.indexOf("| Event | When |")).split("\n\n", 2)[0];
        Pattern words = Pattern.compile("words\\.put\\(\"([a-z_]+)\"");
        assertThat(found(words, code(file -> file.endsWith("EventWords.java")), 1))
                .isNotEmpty()
                .containsAll(found(table("`", "[a-z]+"), events, 1));
    }

    @Test
    void every_metric_is_in_the_operations_page_and_the_other_way_round() {
        assertThat(found(METRIC, code(file -> file.contains("/operations/")), 1))
                .isEqualTo(found(table("`", "vestibule"), "docs/operations.md", 1));
    }

    @Test
    void every_job_is_in_the_operations_page_and_the_other_way_round() {
        String page = Documents.text("docs/operations.md");
        String jobs = page.substring(page.indexOf("| Job | Does |")).split("\n\n", 2)[0];
        assertThat(found(FIRST_CELL, jobs, 1)).isNotEmpty().isEqualTo(found(JOB, code(file -> true), 1));
    }

    @Test
    void every_setting_that_a_page_names_exists() {
        Set<String> named = new TreeSet<>();
        Documents.pages().forEach(page -> named.addAll(settings(Documents.text(page))));
        Set<String> known = settings(Documents.text("docs/configuration.md"));
        assertThat(known)
                .containsAll(named.stream()
                        .map(name -> known.contains(name) ? name : name.replaceAll("_FILE$", ""))
                        .toList());
    }

    @Test
    void every_member_of_a_class_that_a_page_names_exists() {
        Set<String> named = new TreeSet<>();
        for (Path page : Documents.pages()) {
            NAMED.matcher(prose(page))
                    .results()
                    .flatMap(name -> MEMBER.matcher(name.group()).results())
                    .forEach(member -> named.add(member.group()));
        }
        assertThat(named).isNotEmpty().allMatch(name -> {
            String[] parts = name.split("\\.", 2);
            return Sources.declare(parts[0], parts[1]);
        });
    }

    /** Tables need what their cells hold, and each branch adds lines to the changelog. */
    @Test
    void no_line_of_prose_is_longer_than_120_columns() {
        Set<String> longer = new TreeSet<>();
        for (Path page : Documents.pages()) {
            if (!page.endsWith("CHANGELOG.md")) {
                prose(page)
                        .lines()
                        .filter(line ->
                                line.length() > 120 && !line.stripLeading().startsWith("|"))
                        .forEach(line -> longer.add(Documents.ROOT.relativize(page) + ": " + line));
            }
        }
        assertThat(longer).isEmpty();
    }

    /** A page without its code. */
    private static String prose(Path page) {
        return FENCED.matcher(Documents.text(page)).replaceAll("");
    }

    private static Set<String> settings(String text) {
        return SETTING.matcher(text).results().map(r -> r.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** First cells of a table's rows: a name in backticks. */
    private static Pattern table(String tick, String families) {
        return Pattern.compile("^\\| " + tick + "((?:" + families + ")_[a-z_]+)" + tick, Pattern.MULTILINE);
    }

    private static Set<String> found(Pattern pattern, String text, int group) {
        String searched = text.endsWith(".md") ? Documents.text(text) : text;
        return pattern.matcher(searched)
                .results()
                .map(r -> r.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String code(Predicate<String> named) {
        return Documents.code().stream()
                .filter(file -> named.test(file.toString()))
                .map(Documents::text)
                .collect(Collectors.joining("\n"));
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** A heading's anchor as GitHub makes it: lower case, without punctuation, blanks as hyphens. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(Documents.text(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
