package io.vestibule.password;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.config.PasswordConfig;
import io.vestibule.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
final class HashPoolTest {
    private static final PasswordHasher HASHER = PasswordHasher.create();
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Secret PASSWORD = Secret.of("correct horse 9");

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void letEverythingEnd() {
        gate.countDown();
        callers.close();
    }

    @Test
    void itHashesAndVerifiesAsTheHasherDoes() {
        try (HashPool pool =
                HashPool.of(HASHER, new PasswordConfig(0, 64, Duration.ofSeconds(2), PasswordConfig.Library.AUTO))) {
            String hash = pool.hash(PASSWORD);

            assertThat(check(pool, PASSWORD, hash).right()).isTrue();
            assertThat(check(pool, Secret.of("wrong horse 9"), hash).right()).isFalse();
            assertThatExceptionOfType(MalformedHashException.class).isThrownBy(() -> check(pool, PASSWORD, "none"));
            assertThat(pool.size()).isEqualTo(Runtime.getRuntime().availableProcessors());
            assertThat(pool.running() + pool.queued()).isZero();
            assertThat(pool.rejected()).isZero();
        }
    }

    private static PasswordCheck check(HashPool pool, Secret password, String stored) {
        try (HashPool.Place place = pool.reserve()) {
            return place.check(password, stored, List.of());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // proc_thread-self(5), which also tells how nice it is
    void othersGoFirst() {
        String stat = ofAHash("stat");
        String[] afterItsName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        int ownNice = 16;
        assertThat(Integer.parseInt(afterItsName[ownNice])).isEqualTo(10);
    }

    @Test
    @EnabledIf("slicesCanBeChosen")
    void othersNeedNotWaitForTheEndOfAHashsSlice() {
        assertThat(ofAHash("sched")).containsPattern("se\\.slice +: +100000000\n");
    }

    /** Since Linux 6.12; and the kernel must show them. */
    static boolean slicesCanBeChosen() {
        if (!OS.LINUX.isCurrentOs() || Files.notExists(Path.of("/proc/thread-self/sched"))) {
            return false;
        }
        String[] version = System.getProperty("os.version").split("[.-]", 3);
        return Integer.parseInt(version[0]) * 100 + Integer.parseInt(version[1]) >= 612;
    }

    /** What the kernel tells about a thread that hashes. */
    private static String ofAHash(String file) {
        try (HashPool pool = new HashPool(HASHER, 1, 1, LONG)) {
            return pool.run(() -> {
                try {
                    return Files.readString(Path.of("/proc/thread-self", file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void of32CallersOnTwoThreadsAndFourPlacesSixAreAnsweredAndTheOthersRefused() throws Exception {
        try (HashPool pool = new HashPool(HASHER, 2, 4, LONG)) {
            String hash = HASHER.hash(PASSWORD);
            List<Future<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                calls.add(callers.submit(() -> pool.run(() -> {
                    awaitGate();
                    return HASHER.verify(PASSWORD, hash);
                })));
            }
            // The gate is shut: who is refused is refused while nothing moves.
            until(() -> pool.rejected() == 26 && pool.running() == 2 && pool.queued() == 4);
            gate.countDown();

            int answered = 0;
            for (Future<Boolean> call : calls) {
                try {
                    assertThat(call.get()).isTrue();
                    answered++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    HashBusyException.class,
                                    busy -> assertThat(busy.retryAfter()).isEqualTo(LONG));
                }
            }
            assertThat(answered).isEqualTo(6);
            assertThat(pool.running() + pool.queued()).isZero();
            assertThat(check(pool, PASSWORD, hash).right()).isTrue();
        }
    }

    @Test
    void manyCallersAtOnceEachGetTheirOwnAnswer() throws Exception {
        try (HashPool pool = new HashPool(HASHER, 2, 62, LONG)) {
            String hash = HASHER.hash(PASSWORD);
            List<Future<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Secret password = i % 2 == 0 ? PASSWORD : Secret.of("guess " + i);
                calls.add(callers.submit(() -> check(pool, password, hash).right()));
            }
            for (int i = 0; i < 64; i++) {
                assertThat(calls.get(i).get()).isEqualTo(i % 2 == 0);
            }
            assertThat(pool.rejected()).isZero();
        }
    }

    @Test
    void aHashThatDoesNotStartWithinTheLimitIsRefusedAndNeverRuns() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (HashPool pool = new HashPool(HASHER, 1, 1, Duration.ofSeconds(1))) {
            Future<?> first = callers.submit(() -> pool.run(this::awaitGate));
            until(() -> pool.running() == 1);

            assertThatExceptionOfType(HashBusyException.class)
                    .isThrownBy(() -> pool.run(ran::incrementAndGet))
                    .satisfies(busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
            assertThat(pool.queued()).isZero();
            assertThat(pool.rejected()).isEqualTo(1);
            gate.countDown();
            first.get();
        }
        assertThat(ran).hasValue(0);
    }

    @Test
    void aHashThatStartedInTimeIsWaitedForHoweverLongItRuns() throws Exception {
        HashJob<String> job = new HashJob<>(this::awaitGate);
        Future<?> thread = callers.submit(job);
        assertThat(job.starts(LONG)).isTrue();

        assertThat(job.starts(Duration.ZERO)).isTrue();
        assertThat(job.abandon()).isFalse();
        gate.countDown();
        assertThat(job.result()).isEqualTo("done");
        thread.get();
    }

    @Test
    void aCallerInterruptedInTheQueueFreesItsPlaceAndItsHashNeverRuns() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        try (HashPool pool = new HashPool(HASHER, 1, 1, LONG)) {
            Future<String> first = callers.submit(() -> pool.run(this::awaitGate));
            until(() -> pool.running() == 1);
            Interrupted caller = new Interrupted(() -> pool.run(ran::incrementAndGet));
            until(() -> pool.queued() == 1);

            caller.interrupt();

            assertThat(pool.queued()).isZero();
            Future<String> next = callers.submit(() -> pool.run(this::awaitGate));
            until(() -> pool.queued() == 1);
            gate.countDown();
            assertThat(first.get()).isEqualTo(next.get()).isEqualTo("done");
            assertThat(pool.rejected()).isZero();
        }
        assertThat(ran).hasValue(0);
    }

    @Test
    void aCallerInterruptedWhileItsHashRunsKeepsTheThreadUntilItEnds() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        try (HashPool pool = new HashPool(HASHER, 1, 0, LONG)) {
            Interrupted caller = new Interrupted(() -> pool.run(() -> {
                awaitGate();
                return ended.incrementAndGet();
            }));
            until(() -> pool.running() == 1);

            caller.interrupt();

            assertThat(pool.running()).isEqualTo(1);
            assertThatThrownBy(() -> check(pool, PASSWORD, HASHER.decoy())).isInstanceOf(HashBusyException.class);
            gate.countDown();
            until(() -> pool.running() == 0);
            assertThat(ended).hasValue(1);
        }
    }

    @Test
    void closingAnswersWhoIsInAndRefusesWhoComes() throws Exception {
        HashPool pool = new HashPool(HASHER, 1, 1, LONG);
        List<Future<String>> inside = List.of(
                callers.submit(() -> pool.run(this::awaitGate)), callers.submit(() -> pool.run(this::awaitGate)));
        until(() -> pool.running() == 1 && pool.queued() == 1);
        gate.countDown();
        pool.close();

        for (Future<String> call : inside) {
            assertThat(call.get()).isEqualTo("done");
        }
        assertThatThrownBy(() -> check(pool, PASSWORD, HASHER.decoy())).isInstanceOf(HashBusyException.class);
    }

    /** A caller on a virtual thread of its own, as a request is. */
    private static final class Interrupted {
        private final List<Throwable> thrown = new ArrayList<>();
        private final List<Boolean> stillInterrupted = new ArrayList<>();
        private final Thread thread;

        Interrupted(Runnable call) {
            thread = Thread.startVirtualThread(() -> {
                try {
                    call.run();
                } catch (CancellationException e) {
                    thrown.add(e);
                    stillInterrupted.add(Thread.currentThread().isInterrupted());
                }
            });
        }

        void interrupt() throws InterruptedException {
            thread.interrupt();
            thread.join();
            assertThat(thrown).hasSize(1);
            assertThat(stillInterrupted).containsExactly(true);
        }
    }

    private String awaitGate() {
        try {
            gate.await();
            return "done";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
