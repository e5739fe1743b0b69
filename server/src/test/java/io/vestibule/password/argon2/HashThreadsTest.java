package io.vestibule.password.argon2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.password.argon2.Argon2Parameters.Variant;
import io.vestibule.password.argon2.Argon2Parameters.Version;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HashThreadsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Argon2Parameters TODAY = new Argon2Parameters(Variant.ID, Version.V1_3, 19_456, 2, 1, 32);

    @Test
    void a_thread_without_a_hash_for_a_while_ends_and_another_takes_the_next() throws Exception {
        try (HashThreads threads = new HashThreads(1, Duration.ofMillis(10))) {
            Thread first = threads.submit(Thread::currentThread).get();
            first.join();

            assertThat(threads.submit(Thread::currentThread).get()).isNotSameAs(first);
        }
    }

    @Test
    void when_no_hash_waits_the_memory_of_the_last_one_is_overwritten_at_once() throws Exception {
        Argon2Library library =
                Argon2Library.load(InstructionSet.ofThisMachine().getFirst());
        try (HashThreads threads = new HashThreads(1, LONG)) {
            Future<MemorySegment> hash = threads.submit(() -> {
                library.hash("correct horse 9".getBytes(UTF_8), new byte[16], TODAY);
                return Objects.requireNonNull(HashThread.kept(library, 1)).segment();
            });
            MemorySegment memory = hash.get();
            // The thread wipes behind the answer
            while (!isZero(memory)) {
                Thread.onSpinWait();
            }
        }
    }

    private static boolean isZero(MemorySegment memory) {
        byte[] bytes = memory.toArray(ValueLayout.JAVA_BYTE);
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}
