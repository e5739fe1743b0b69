package io.vestibule.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The unpacked archive and the home of the user who runs it.
 *
 * @param home the folder that the archive holds
 * @param user where caches and data go
 */
record Unpacked(Path home, Path user) {
    static final String VERSION = System.getProperty("vestibule.version");
    static final Path ARCHIVE = Path.of("target", "vestibule-" + VERSION + ".tar.gz");

    /** How a program ended. */
    record Ended(int exit, String out, String err) {}

    static Unpacked in(Path folder) throws IOException {
        assertThat(run(new ProcessBuilder("tar", "-xzf", ARCHIVE.toString(), "-C", folder.toString()))
                        .exit())
                .isZero();
        return new Unpacked(
                folder.resolve("vestibule-" + VERSION).toRealPath(), Files.createDirectory(folder.resolve("user")));
    }

    /** The launcher with arguments, and these variables beside the ones that every user has. */
    ProcessBuilder launcher(Map<String, String> variables, String... args) {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/vestibule").toString()));
        command.addAll(List.of(args));
        ProcessBuilder process = new ProcessBuilder(command);
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", System.getenv("PATH"), "HOME", user.toString(), "JAVA_HOME", System.getProperty("java.home")));
        environment.putAll(variables);
        process.environment().clear();
        process.environment().putAll(environment);
        return process;
    }

    Path caches() {
        return user.resolve(".cache/vestibule");
    }

    /** The caches that there are now. */
    List<Path> made() throws IOException {
        try (Stream<Path> files = Files.list(caches())) {
            return files.filter(file -> file.toString().endsWith(".aot")).toList();
        }
    }

    /** Where an image has the cache that was made: beside the jar, under the same name. */
    Path shippedCache() throws IOException {
        return home().resolve("lib").resolve(made().getFirst().getFileName());
    }

    /** Runs a program to its end; it must not say much on standard error. */
    static Ended run(ProcessBuilder program) {
        try {
            Process process = program.start();
            process.getOutputStream().close();
            String out = process.inputReader(StandardCharsets.UTF_8).readAllAsString();
            String err = process.errorReader(StandardCharsets.UTF_8).readAllAsString();
            return new Ended(process.waitFor(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
