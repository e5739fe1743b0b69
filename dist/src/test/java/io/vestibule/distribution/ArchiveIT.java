package io.vestibule.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shows in the archive's list; dist/check-reproducible compares two builds, byte by byte. */
class ArchiveIT {
    private static final String NAME = "vestibule-" + Unpacked.VERSION + "/";
    private static final List<String> LINES = Unpacked.run(
                    new ProcessBuilder("tar", "--numeric-owner", "-tvzf", Unpacked.ARCHIVE.toString()))
            .out()
            .lines()
            .toList();
    /** What a component of the SBOM says of its licences, and its name, which follow each other. */
    private static final Pattern LIBRARY =
            Pattern.compile("\"licenses\" : \\[([^]]*)\\],\\s+\"purl\" : \"pkg:maven/[^/]+/([^@]+)@", Pattern.DOTALL);

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
                        "licences/README.md")
                .anyMatch(name -> name.matches("licences/jackson-core-.*/META-INF/LICENSE"))
                .anyMatch(name -> name.matches("licences/swagger-ui-.*/swagger-ui-bundle.js.LICENSE.txt"));
    }

    @Test
    void owner_mode_and_time_tell_nothing_of_who_built_it_where_and_when() {
        assertThat(LINES).allSatisfy(line -> assertThat(line).matches(PLAIN));
        assertThat(LINES.stream()
                        .map(line -> PLAIN.matcher(line).replaceFirst("$2"))
                        .distinct())
                .hasSize(1);
        assertThat(LINES.stream().filter(line -> line.startsWith("-rwx")))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("/bin/vestibule"));
    }

    @Test
    void nor_do_the_times_in_the_jar(@TempDir Path folder) throws IOException {
        try (JarFile jar = new JarFile(
                Unpacked.in(folder).home().resolve("lib/vestibule.jar").toFile())) {
            assertThat(jar.stream()
                            .filter(entry -> entry.getName()
                                    .matches("(META-INF/maven/)?io[./]vestibule/.+|META-INF/MANIFEST.MF"))
                            .map(entry -> entry.getTimeLocal().toLocalTime())
                            .distinct())
                    .containsExactly(LocalTime.MIDNIGHT);
        }
    }

    /** ./test finds a compiler, so the build has made it. */
    @Test
    void the_library_that_hashes_passwords_is_in_the_sbom_with_its_licence(@TempDir Path folder) throws IOException {
        assertThat(Files.readString(Unpacked.in(folder).home().resolve("sbom.json")))
                .contains("\"purl\" : \"pkg:npm/argon2@");
        assertThat(LINES).anyMatch(line -> line.matches(".*/licences/argon2-[0-9.]+/LICENSE"));
    }

    @Test
    void every_library_has_the_text_of_its_licence_there(@TempDir Path folder) throws IOException {
        Unpacked unpacked = Unpacked.in(folder);
        Path licences = unpacked.home().resolve("licences");
        String named = Files.readString(licences.resolve("README.md")) + Files.readString(licences.resolve("MIT.txt"));
        String sbom = Files.readString(unpacked.home().resolve("sbom.json"));
        assertThat(sbom).doesNotContain("serialNumber").doesNotContain("timestamp");

        List<MatchResult> libraries = LIBRARY.matcher(sbom).results().toList();
        assertThat(libraries).hasSizeGreaterThan(40);
        assertThat(libraries.stream().filter(library -> {
                    boolean apache = library.group(1).contains("\"Apache-2.0\"");
                    String place = "licences/" + library.group(2) + "-";
                    boolean own = LINES.stream().anyMatch(line -> line.contains(place) && line.contains("LICENSE"));
                    return !apache && !own && !named.contains(library.group(2));
                }))
                .extracting(library -> library.group(2))
                .isEmpty();
    }
}
