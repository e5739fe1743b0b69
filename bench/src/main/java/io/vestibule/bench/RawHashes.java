package io.vestibule.bench;

import com.goterl.lazysodium.LazySodiumJava;
import com.goterl.lazysodium.SodiumJava;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many Argon2id verifications (19 MiB, two passes) libsodium does a second on all cores: what a sign-in can't do without. The same
 * calls as the product's, a thread a core, in a process of its own with nothing else to do.
 */
public final class RawHashes {
    private static final int STRING_BYTES = 128;
    private static final long ITERATIONS = 2;
    private static final long MEMORY_BYTES = 19 * 1024 * 1024;

    private RawHashes() {}

    /** The limit as a subject: starts the process anew for each measurement. */
    static Subject subject() {
        return Subject.of(
                "raw libsodium hashes",
                time -> Sample.of(
                        Sample.Figure.PER_SECOND,
                        Double.parseDouble(Program.output(
                                Java.command(RawHashes.class, Long.toString(time.toMillis())), Map.of()))));
    }

    /** Hashes for so many milliseconds and prints how many a second it were. */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        SodiumJava sodium = new LazySodiumJava(new SodiumJava()).getSodium();
        byte[] password = "correct horse 9".getBytes(StandardCharsets.UTF_8);
        byte[] stored = new byte[STRING_BYTES];
        if (sodium.crypto_pwhash_str(stored, password, password.length, ITERATIONS, new NativeLong(MEMORY_BYTES))
                != 0) {
            throw new IOException("libsodium has no memory");
        }
        Duration time = Duration.ofMillis(Long.parseLong(arguments[0]));
        for (int i = 0; i < 5; i++) { // the call is native: a few warm it up
            verify(sodium, stored, password);
        }
        LongAdder done = new LongAdder();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Machine.cores(); i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (System.nanoTime() - start < time.toNanos()) {
                    verify(sodium, stored, password);
                    done.increment();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(done.sum() * 1e9 / (System.nanoTime() - start));
    }

    private static void verify(SodiumJava sodium, byte[] stored, byte[] password) {
        if (sodium.crypto_pwhash_str_verify(stored, password, password.length) != 0) {
            throw new IllegalStateException("the password doesn't match its hash");
        }
    }
}
