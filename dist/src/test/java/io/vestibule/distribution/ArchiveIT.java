package io.vestibule.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What shows in the archive's list; dist/check-reproducible compares two builds, byte by byte. */
class ArchiveIT {
    private static final String NAME = "vestibule-" + Unpacked.VERSION + "/";
    private static final List<String> LINES = Unpacked.run(
                    new ProcessBuilder("tar", "--numeric-owner", "-tvzf", Unpacked.ARCHIVE.toString()))
            .out()
            .lines()
            .toList();
    private static final Pattern PLAIN =
            Pattern.compile("(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x) 0/0 +\\d+ (\\S+ \\d\\d:\\d\\d) " + NAME + "\\S*");

    @Test
    void it_holds_all_that_an_installation_needs() {
        assertThat(LINES.stream().map(line -> line.substring(line.indexOf(NAME) + NAME.length())))
                .contains(
                        "bin/vestibule",
                        "lib/vestibule.jar",
                        "lib/jvm.options",
                        "etc/vestibule.yaml",
                        "systemd/vestibule.service",
                        "Containerfile",
                        "README.md",
                        "CHANGELOG.md",
                        "docs/operations.md",
                        "sbom.json",
                        "LICENSE",
                        "NOTICE",
                        "licences/README.md",
                        "licences/helidon-webserver/LICENSE.txt");
    }

    @Test
    void owner_mode_and_time_tell_nothing_of_who_built_it_where_and_when() {
        assertThat(LINES).allSatisfy(line -> assertThat(line).matches(PLAIN));
        assertThat(LINES.stream().map(line -> PLAIN.matcher(line).replaceFirst("$2")).distinct())
                .hasSize(1);
        assertThat(LINES.stream().filter(line -> line.startsWith("-rwx")))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("/bin/vestibule"));
    }
}
