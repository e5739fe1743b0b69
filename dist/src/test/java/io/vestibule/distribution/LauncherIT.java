package io.vestibule.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.distribution.Unpacked.Ended;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/vestibule}, after a first start that made the JVM's cache. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LauncherIT {
    private static final Ended VERSION = new Ended(0, "vestibule " + Unpacked.VERSION + "\n", "");

    private static final String FROM_CACHE = "shared objects file";

    private Unpacked unpacked;

    @BeforeAll
    void the_first_start_serves_at_once_and_has_a_cache_made(@TempDir Path folder) throws Exception {
        unpacked = Unpacked.in(folder);
        try (Serving first = Serving.of(unpacked, Map.of());
                WatchService watch = FileSystems.getDefault().newWatchService()) {
            unpacked.caches().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            assertThat(first.signIn()).isEqualTo(201);
            while (unpacked.made().isEmpty()) {
                assertThat(watch.poll(5, TimeUnit.MINUTES))
                        .as("something new in %s", unpacked.caches())
                        .satisfies(key -> key.reset());
            }
            assertThat(Files.size(unpacked.made().getFirst())).as("size").isPositive();
            assertThat(first.stop()).isEqualTo(143);
        }
    }

    @Test
    void the_next_start_uses_the_cache() throws Exception {
        Path classes = unpacked.user().resolve("classes.log");
        try (Serving second = Serving.of(unpacked, loggingTo(classes))) {
            assertThat(second.signIn()).isEqualTo(201);
            assertThat(second.stop()).isEqualTo(143);
        }
        assertThat(source("io.vestibule.Server", classes)).isEqualTo(FROM_CACHE);
        assertThat(unpacked.made()).hasSize(1);
    }

    @Test
    void commands_work_through_a_link_and_use_the_cache_too() throws Exception {
        Path link = Files.createSymbolicLink(
                unpacked.user().resolve("vestibule"), unpacked.home().resolve("bin/vestibule"));
        Path classes = unpacked.user().resolve("command.log");
        ProcessBuilder command = unpacked.launcher(loggingTo(classes), "--version");
        command.command().set(0, link.toString());

        assertThat(Unpacked.run(command).out()).isEqualTo(VERSION.out());
        assertThat(source("io.vestibule.Main", classes)).isEqualTo(FROM_CACHE);
        assertThat(Unpacked.run(unpacked.launcher(Map.of(), "protal")).exit()).isEqualTo(2);
    }

    @Test
    void a_cache_of_another_jar_is_not_used() throws Exception {
        Path jar = unpacked.home().resolve("lib/vestibule.jar");
        FileTime before = Files.getLastModifiedTime(jar);
        Path classes = unpacked.user().resolve("stale.log");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2027-01-01T00:00:00Z")));
        try {
            assertThat(Unpacked.run(unpacked.launcher(loggingTo(classes), "--version"))
                            .out())
                    .isEqualTo(VERSION.out());
            assertThat(source("io.vestibule.Main", classes)).endsWith("/lib/vestibule.jar");

            Path shipped = Files.copy(unpacked.made().getFirst(), unpacked.shippedCache());
            assertThat(Unpacked.run(unpacked.launcher(Map.of(), "--version"))).isEqualTo(VERSION);
            Files.delete(shipped);
        } finally {
            Files.setLastModifiedTime(jar, before);
        }
    }

    @Test
    void a_damaged_cache_is_ignored_without_a_word() throws Exception {
        Path cache = Files.copy(unpacked.made().getFirst(), unpacked.shippedCache());
        try (RandomAccessFile file = new RandomAccessFile(cache.toFile(), "rw")) {
            file.seek(file.length() / 2);
            file.write(new byte[1 << 20]);
            assertThat(Unpacked.run(unpacked.launcher(Map.of(), "--version"))).isEqualTo(VERSION);
            file.setLength(file.length() / 3);
            assertThat(Unpacked.run(unpacked.launcher(Map.of(), "--version"))).isEqualTo(VERSION);
            file.setLength(0);
            assertThat(Unpacked.run(unpacked.launcher(Map.of(), "--version"))).isEqualTo(VERSION);
        } finally {
            Files.delete(cache);
        }
    }

    /** Which class came from where. */
    private static Map<String, String> loggingTo(Path file) {
        return Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + file);
    }

    private static String source(String type, Path log) throws IOException {
        String head = type + " source: ";
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(head))
                .map(line -> line.substring(line.indexOf(head) + head.length()))
                .findFirst()
                .orElseThrow();
    }
}
