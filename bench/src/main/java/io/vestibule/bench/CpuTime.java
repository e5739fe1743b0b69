package io.vestibule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** CPU time that a process and its children have used, user and system (Linux; proc_pid_stat(5)). */
public record CpuTime(Duration used) {
    private static final int USER_TIME = 11;
    private static final int REAPED_CHILDREN_SYSTEM_TIME = 14;
    /** USER_HZ: 100 on every Linux that Java runs on. */
    private static final long TICK_NANOS = 10_000_000;

    /** So far, of a process, its children that ended, and those that live. */
    public static CpuTime of(ProcessHandle process) throws IOException {
        long ticks = 0;
        try (Stream<ProcessHandle> living = Stream.concat(Stream.of(process), process.descendants())) {
            for (ProcessHandle one : living.toList()) {
                ticks += ticks(one.pid());
            }
        }
        return new CpuTime(Duration.ofNanos(ticks * TICK_NANOS));
    }

    /** So far, of this JVM. */
    public static CpuTime own() throws IOException {
        return new CpuTime(Duration.ofNanos(ticks(ProcessHandle.current().pid()) * TICK_NANOS));
    }

    /** So far, of those threads of a process whose names begin so. */
    static CpuTime ofThreads(ProcessHandle process, String prefix) throws IOException {
        long ticks = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).startsWith(prefix)) {
                    String[] fields = fields(Files.readString(thread.resolve("stat")));
                    ticks += Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
                }
            }
        }
        return new CpuTime(Duration.ofNanos(ticks * TICK_NANOS));
    }

    /** This and another. */
    CpuTime plus(CpuTime other) {
        return new CpuTime(used.plus(other.used));
    }

    /** The CPU time since another. */
    public CpuTime since(CpuTime before) {
        return new CpuTime(used.minus(before.used));
    }

    /** Microseconds for each of so many. */
    double microsFor(long count) {
        return used.toNanos() / 1000.0 / count;
    }

    private static long ticks(long pid) throws IOException {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        } catch (IOException e) { // the file is gone, or was open and can't be read any more
            if (ProcessHandle.of(pid).isPresent()) {
                throw e;
            }
            return 0; // its parent has its time by now
        }
        String[] fields = fields(stat);
        long ticks = 0;
        for (int i = USER_TIME; i <= REAPED_CHILDREN_SYSTEM_TIME; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    /** Behind the name, which is in parentheses and may hold blanks. */
    private static String[] fields(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }
}
