package io.vestibule.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the page that documents every setting, {@code docs/configuration.md}, from the settings themselves. */
public final class ConfigurationPage {
    private static final String HEAD = """
            # Configuration

            Every setting is an environment variable, and a line in an optional YAML file that `VESTIBULE_CONFIG` names.
            The environment wins; a blank variable counts as not given. In the file, `http.port: 8080` and

            ```yaml
            http:
              port: 8080
            ```

            mean the same; a list may be a YAML list or one text with commas. A secret (marked *) can also be put in a file:
            its variable with `_FILE` behind it, or its key with `-file`, names the file; one newline at the file's end doesn't
            count. The server reads its settings once, at start, and refuses to start with a message that lists everything
            that is wrong: values that can't be used, names it doesn't know, and settings that contradict each other.

            This page is made from the code. After a change there, write it again:

            ```sh
            mvn -q compile -pl server
            java -cp server/target/classes io.vestibule.config.ConfigurationPage > docs/configuration.md
            ```
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final Map<String, String> forms = new LinkedHashMap<>();

    private ConfigurationPage() {}

    /** Prints the page. */
    public static void main(String[] args) {
        System.out.print(markdown());
    }

    static String markdown() {
        var page = new ConfigurationPage();
        Config.sections().forEach(page::section);
        page.types();
        return page.page.toString();
    }

    private void section(Section section) {
        page.append("\n## ").append(section.title()).append('\n');
        page.append("\n| Variable | Key | Type | Default | Meaning |\n|---|---|---|---|---|\n");
        section.settings().forEach(this::row);
    }

    private void row(Setting<?> setting) {
        Kind<?> kind = setting.kind();
        forms.put(kind.name(), kind.form());
        String fallback = setting.fallback() == null ? setting.absence() : "`" + setting.fallback() + "`";
        page.append("| `%s`%s | `%s` | %s | %s | %s |\n"
                .formatted(
                        setting.name(),
                        kind.secret() ? " *" : "",
                        setting.key(),
                        kind.name(),
                        fallback,
                        setting.meaning()));
    }

    private void types() {
        page.append("\n## Types\n\n| Type | Give |\n|---|---|\n");
        forms.forEach((name, form) -> {
            // "a number from 1 to 9" says no more than its name.
            if (!form.endsWith(name)) {
                page.append("| %s | %s |\n".formatted(name, form));
            }
        });
    }
}
