package io.vestibule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of a process (Linux; proc_pid_status(5)). */
public record Memory(double mebibytes, double mostMebibytes) {

    /** Of a process now, and the most it has had. */
    public static Memory of(ProcessHandle process) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        return new Memory(field(status, "VmRSS:"), field(status, "VmHWM:"));
    }

    private static double field(Path status, String name) throws IOException {
        String line = Files.readAllLines(status).stream()
                .filter(candidate -> candidate.startsWith(name))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
    }
}
