package io.vestibule.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The machine that everything runs on, without a name that only it has. */
public final class Machine {
    private Machine() {}

    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    static long memoryMebibytes() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() >> 20;
    }

    static boolean root() {
        return new UnixSystem().getUid() == 0;
    }

    /**
     * Lets time go by: between two looks at what another process does and tells nobody (a port that opens, a line in its log), or
     * where the time itself is what is wanted.
     */
    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Whether a program can be found. */
    public static boolean has(String program) {
        for (String folder :
                Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** What a page of results says of it, in order. */
    public static Map<String, String> description() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("CPU", cores() + " × " + field("/proc/cpuinfo", "model name", ":"));
        facts.put("Memory", "%.0f GiB".formatted(memoryMebibytes() / 1024.0));
        facts.put(
                "System",
                field("/etc/os-release", "PRETTY_NAME", "=").replace("\"", "") + ", Linux "
                        + System.getProperty("os.version"));
        facts.put("JDK", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        return facts;
    }

    /** The project's commit, with a mark if files differ from it. */
    static String commit() {
        try {
            return Program.output(List.of("git", "describe", "--always", "--dirty"), Map.of());
        } catch (IOException e) { // an archive instead of a clone
            return "unknown";
        }
    }

    private static String field(String file, String name, String separator) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(separator) + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
