package io.vestibule.aotcache;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM that this process runs in, to be run again: a cache is good only for the same build of it, the same file and (mostly) the same
 * options.
 */
record OwnJvm(String java, List<String> options, String jar) {
    static OwnJvm get() {
        String jar = System.getProperty("java.class.path");
        if (!jar.endsWith(".jar")) {
            throw new NoCacheException(
                    "Only the runnable file can have a cache: java -jar vestibule.jar aot-cache FILE.");
        }
        return new OwnJvm(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(option -> !option.startsWith("-XX:AOT"))
                        .toList(),
                jar);
    }

    /** A command of Vestibule's, in test mode, with no setting but those to be put. */
    ProcessBuilder running(List<String> furtherOptions, String... args) {
        List<String> words = new ArrayList<>();
        words.add(java);
        words.addAll(options);
        words.addAll(furtherOptions);
        words.addAll(List.of("-jar", jar));
        words.addAll(List.of(args));
        ProcessBuilder process = new ProcessBuilder(words).redirectErrorStream(true);
        // The variables that hold options did their work: these are among ours.
        process.environment()
                .keySet()
                .removeIf(name -> name.startsWith("VESTIBULE_")
                        || name.equals("JDK_JAVA_OPTIONS")
                        || name.equals("JAVA_TOOL_OPTIONS"));
        return process;
    }

    /** Whether it takes the file for a cache, and every byte of it is as it was written. */
    boolean accepts(Path cache) throws IOException {
        Process process = running(
                        List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache, "-XX:+VerifySharedSpaces"), "--version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    String description() {
        return java + " (" + Runtime.version() + ") with " + options;
    }
}
