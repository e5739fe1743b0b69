package io.vestibule.password.argon2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The vector instructions of x86-64 that the library is compiled for, the widest first. */
public enum InstructionSet {
    /** 512 bits: AVX-512's foundation. */
    AVX512("avx512f", 340_000),
    /** 256 bits. */
    AVX2("avx2", 410_000);

    /** As {@code /proc/cpuinfo} names it; it lists what both the processor and the kernel support. */
    private final String flag;

    private final long nanosPerMebibyte;

    InstructionSet(String flag, long nanosPerMebibyte) {
        this.flag = flag;
        this.nanosPerMebibyte = nanosPerMebibyte;
    }

    /** What this machine has, the widest first; nothing unless it is Linux on x86-64. */
    public static List<InstructionSet> ofThisMachine() {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            return List.of();
        }
        Set<String> flags = flags(Path.of("/proc/cpuinfo"));
        return Arrays.stream(values()).filter(set -> flags.contains(set.flag)).toList();
    }

    /** Of the first processor. */
    private static Set<String> flags(Path cpuinfo) {
        try (var lines = Files.lines(cpuinfo)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Set.copyOf(List.of(
                            line.substring(line.indexOf(':') + 1).strip().split("\\s+"))))
                    .orElse(Set.of());
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** Roughly how many nanoseconds Argon2 takes with them for each MiB that a pass goes through: for comparing, not for keeping time. */
    public long nanosPerMebibyte() {
        return nanosPerMebibyte;
    }

    /** The library's file among our resources. */
    String resource() {
        return "/native/linux-x86-64/" + fileName();
    }

    String fileName() {
        return "libargon2-" + name().toLowerCase(Locale.ROOT) + ".so";
    }
}
