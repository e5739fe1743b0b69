package io.vestibule.bench.compare;

import io.vestibule.bench.CpuTime;
import io.vestibule.bench.Memory;
import io.vestibule.bench.Program;
import io.vestibule.bench.load.Script;
import io.vestibule.bench.load.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A server's process. */
record Running(Program program, Target target, Path log) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Asks again and again until an answer is as it should be. */
    void await(Script script) throws IOException {
        program.await(target, script, PATIENCE, log);
    }

    CpuTime cpuTime() throws IOException {
        return CpuTime.of(program.handle());
    }

    /** Of its largest process: a launcher beside it is none of its memory. */
    Memory memory() throws IOException {
        Memory largest = Memory.of(program.handle());
        try (Stream<ProcessHandle> children = program.handle().descendants()) {
            for (ProcessHandle child : children.toList()) {
                Memory memory = Memory.of(child);
                largest = memory.mebibytes() > largest.mebibytes() ? memory : largest;
            }
        }
        return largest;
    }

    @Override
    public void close() {
        program.close();
    }
}
