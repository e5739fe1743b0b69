package io.vestibule.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A short program's run to its end.
 *
 * @param output what it wrote on standard output and error
 */
record ProgramRun(boolean succeeded, String output) {
    /** Runs the command; one that this machine doesn't have counts as failed. */
    static ProgramRun of(List<String> command) {
        return of(command, Path.of("/"), "");
    }

    static ProgramRun of(List<String> command, Path workingFolder, String input) {
        try {
            Process process =
                    builder(command, workingFolder).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                // It ended without reading all: its exit status tells how.
            }
            try (InputStream stdout = process.getInputStream()) {
                String output = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
                return new ProgramRun(process.waitFor() == 0, output);
            }
        } catch (IOException absent) {
            return new ProgramRun(false, String.valueOf(absent.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + command.getFirst() + " ran", interrupted);
        }
    }

    /** Of our environment only PATH goes along: PG* variables would change what PostgreSQL does, and secrets aren't its business. */
    static ProcessBuilder builder(List<String> command, Path workingFolder) {
        var builder = new ProcessBuilder(command).directory(workingFolder.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.clear();
        environment.put("PATH", path);
        environment.put("LC_ALL", "C");
        return builder;
    }
}
