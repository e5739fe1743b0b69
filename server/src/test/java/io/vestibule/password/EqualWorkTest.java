package io.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.secret.Secret;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a refusal takes is what the costliest kind takes: never less. (How close it comes is measured in bench.) */
final class EqualWorkTest {
    private static final PasswordHasher HASHER = PasswordHasher.create();
    private static final Secret WRONG = Secret.of("wrong horse 9");
    private static final Secret RIGHT = Secret.of("correct horse 9");
    /** Of {@link #RIGHT}; a few microseconds. */
    private static final String CHEAP = "md5$saltsalt$72067112413d663b2235817c1618102a";

    private static final String EXPENSIVE = "$2b$11$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123O";

    private record Timed(PasswordCheck check, long nanos) {}

    private static Timed timed(Supplier<PasswordCheck> work) {
        long start = System.nanoTime();
        return new Timed(work.get(), System.nanoTime() - start);
    }

    /** The shortest of some: what the work takes on a machine that does nothing else. */
    private static long least(Secret password, @Nullable String stored, @Nullable String costliest) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            least = Math.min(
                    least,
                    timed(() -> HASHER.check(password, stored, costliest == null ? List.of() : List.of(costliest)))
                            .nanos());
        }
        return least;
    }

    @Test
    void a_wrong_password_for_a_cheap_hash_takes_no_less_than_an_unknown_login() {
        long unknown = least(WRONG, null, null);
        assertThat(least(WRONG, CHEAP, null)).isGreaterThan(unknown * 9 / 10);
        long expensive = least(WRONG, null, EXPENSIVE);
        assertThat(expensive).isGreaterThan(unknown);
        assertThat(least(WRONG, CHEAP, EXPENSIVE)).isGreaterThan(expensive * 9 / 10);
        assertThat(least(WRONG, HASHER.hash(RIGHT), EXPENSIVE)).isGreaterThan(expensive * 9 / 10);
        assertThat(least(Secret.of("\ud800"), CHEAP, EXPENSIVE)).isGreaterThan(expensive * 9 / 10);
    }

    @Test
    void a_right_password_takes_its_own_time_and_owes_the_rest_in_case_it_is_refused() {
        long expensive = least(WRONG, null, EXPENSIVE);
        PasswordCheck check = HASHER.check(RIGHT, CHEAP, List.of(EXPENSIVE));
        assertThat(check.right()).isTrue();
        assertThat(check.owed()).isGreaterThan(expensive * 8 / 10);
        long start = System.nanoTime();
        HASHER.settle(check.owed());
        assertThat(System.nanoTime() - start).isGreaterThan(check.owed() * 9 / 10);
    }

    @Test
    void hashes_of_the_costliest_kind_owe_nothing() {
        assertThat(HASHER.check(RIGHT, HASHER.hash(RIGHT), List.of())).isEqualTo(new PasswordCheck(true, 0, null));
        assertThat(HASHER.check(WRONG, HASHER.hash(RIGHT), List.of())).isEqualTo(new PasswordCheck(false, 0, null));
        assertThat(HASHER.check(WRONG, EXPENSIVE, List.of(EXPENSIVE))).isEqualTo(new PasswordCheck(false, 0, null));
    }

    @Test
    void the_first_runs_that_are_slow_are_forgotten() {
        MeanTime tempo = new MeanTime();
        assertThat(tempo.mean()).isZero();
        tempo.note(1000);
        tempo.note(100);
        assertThat(tempo.mean()).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            tempo.note(i % 2 == 0 ? 90 : 110);
        }
        assertThat(tempo.mean()).isBetween(95L, 105L);
    }

    @Test
    void a_kind_that_ran_is_not_run_once_more_to_learn_how_long_it_takes() {
        EqualWork work = new EqualWork(Argon2.portable(), PhcString.decoy(Argon2Cost.TODAY));
        AtomicInteger runs = new AtomicInteger();
        work.ran("known", 5_000);
        assertThat(work.nanos("known", runs::incrementAndGet)).isEqualTo(5_000);
        assertThat(runs).hasValue(0);
        assertThat(work.nanos("new", runs::incrementAndGet)).isPositive();
        assertThat(runs).hasValue(1);
    }
}
