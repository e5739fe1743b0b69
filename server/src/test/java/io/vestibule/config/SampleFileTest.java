package io.vestibule.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFileTest {

    @Test
    void the_file_on_disk_is_what_the_code_says() throws IOException {
        assertThat(Files.readString(Path.of("../dist/vestibule.yaml")))
                .as("dist/vestibule.yaml is out of date: mvn -q compile -pl server && java -cp server/target/classes"
                        + " io.vestibule.config.SampleFile > dist/vestibule.yaml")
                .isEqualTo(SampleFile.yaml());
    }

    @Test
    void as_it_is_it_sets_nothing() {
        assertThat(SettingsFile.parse(
                        SampleFile.yaml(), fault -> assertThat(fault).isNull()))
                .isEmpty();
    }

    @Test
    void with_every_key_taken_in_it_changes_nothing(@TempDir Path folder) throws IOException {
        String everyKey = SampleFile.yaml().replaceAll("(?m)^#(?=[a-z])", "").replace("mode: live", "mode: test");
        Path file = Files.writeString(folder.resolve("vestibule.yaml"), everyKey);

        assertThat(Config.read(Map.of(Settings.CONFIG_FILE, file.toString())))
                .isEqualTo(Config.read(Map.of("VESTIBULE_MODE", "test")));
        List<String> keys = Config.sections().stream()
                .flatMap(section -> section.settings().stream())
                .map(setting ->
                        setting.kind().secret() && setting.fallback() == null ? setting.fileKey() : setting.key())
                .toList();
        assertThat(everyKey.lines().filter(line -> !line.startsWith("#") && !line.isBlank()))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .isEqualTo(keys);
    }
}
