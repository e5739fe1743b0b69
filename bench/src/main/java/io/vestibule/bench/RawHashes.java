package io.vestibule.bench;

import io.vestibule.password.argon2.Argon2Library;
import io.vestibule.password.argon2.Argon2Parameters;
import io.vestibule.password.argon2.Argon2Parameters.Variant;
import io.vestibule.password.argon2.Argon2Parameters.Version;
import io.vestibule.password.argon2.HashThread;
import io.vestibule.password.argon2.InstructionSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many Argon2id hashes (19 MiB, two passes) the product's library does a second on all cores: what a sign-in can't do without. The same
 * call as the product's, a thread a core, in a process of its own with nothing else to do.
 */
public final class RawHashes {
    private static final Argon2Parameters COST = new Argon2Parameters(Variant.ID, Version.V1_3, 19_456, 2, 1, 32);
    private static final byte[] PASSWORD = "correct horse 9".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SALT = new byte[16];

    private RawHashes() {}

    /** The limit as a subject: starts the process anew for each measurement. */
    static Subject subject() {
        return Subject.of(
                "raw Argon2id hashes",
                time -> Sample.of(
                        Sample.Figure.PER_SECOND,
                        Double.parseDouble(Program.output(
                                Java.command(RawHashes.class, Long.toString(time.toMillis())), Map.of()))));
    }

    /** Hashes for so many milliseconds and prints how many a second it were. */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        Argon2Library library =
                Argon2Library.load(InstructionSet.ofThisMachine().getFirst());
        Duration time = Duration.ofMillis(Long.parseLong(arguments[0]));
        for (int i = 0; i < 5; i++) { // the call is native: a few warm it up
            library.hash(PASSWORD, SALT, COST);
        }
        LongAdder done = new LongAdder();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Machine.cores(); i++) {
            Thread thread = new HashThread(
                    () -> {
                        while (System.nanoTime() - start < time.toNanos()) {
                            library.hash(PASSWORD, SALT, COST);
                            done.increment();
                        }
                    },
                    "hash-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(done.sum() * 1e9 / (System.nanoTime() - start));
    }
}
