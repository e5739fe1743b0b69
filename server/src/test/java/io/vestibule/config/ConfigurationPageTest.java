package io.vestibule.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    @Test
    void the_page_on_disk_is_what_the_code_says() throws IOException {
        assertThat(Files.readString(Path.of("../docs/configuration.md")))
                .as("docs/configuration.md is out of date: mvn -q compile -pl server && java -cp server/target/classes"
                        + " io.vestibule.config.ConfigurationPage > docs/configuration.md")
                .isEqualTo(ConfigurationPage.markdown());
    }

    @Test
    void names_and_keys_are_used_once_and_no_secrets_file_takes_the_name_of_another() {
        List<Setting<?>> settings = Config.sections().stream()
                .flatMap(section -> section.settings().stream())
                .toList();

        assertThat(settings).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(settings)
                .flatExtracting(setting ->
                        setting.kind().secret() ? List.of(setting.name(), setting.fileName()) : List.of(setting.name()))
                .doesNotHaveDuplicates()
                .doesNotContain(Settings.CONFIG_FILE);
    }

    @Test
    void types_of_one_name_are_written_in_one_way() {
        assertThat(Config.sections().stream()
                        .flatMap(section -> section.settings().stream())
                        .map(Setting::kind)
                        .map(kind -> List.of(kind.name(), kind.form()))
                        .distinct())
                .extracting(List::getFirst)
                .doesNotHaveDuplicates();
    }

    @Test
    void every_default_can_be_read() {
        assertThat(Config.sections().stream().flatMap(section -> section.settings().stream()))
                .filteredOn(setting -> setting.fallback() != null)
                .allSatisfy(setting -> assertThat(setting.fallbackValue()).isNotNull());
    }
}
