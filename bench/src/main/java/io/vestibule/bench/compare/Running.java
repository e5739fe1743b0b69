package io.vestibule.bench.compare;

import io.vestibule.bench.CpuTime;
import io.vestibule.bench.Few;
import io.vestibule.bench.Machine;
import io.vestibule.bench.Memory;
import io.vestibule.bench.Program;
import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.Script;
import io.vestibule.bench.load.Target;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A server's process. */
record Running(Program program, Target target, Path log) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Asks again and again until an answer is as it should be. */
    void await(Script script) throws IOException {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (!succeeds(script)) {
            program.requireAlive(log);
            if (System.nanoTime() > patience) {
                throw new IOException("it doesn't answer; see " + log);
            }
            Machine.pause(2);
        }
    }

    private boolean succeeds(Script script) throws IOException {
        try {
            return Load.run(target, 1, Duration.ofSeconds(10), new Few(script, 1))
                            .answered()
                    == 1;
        } catch (SocketException notYet) { // refused, or accepted and dropped
            return false;
        }
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
