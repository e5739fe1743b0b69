package io.vestibule.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.support.TestDatabases;
import io.vestibule.support.Together;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which questions go to the database together, and what each asker hears. */
@Timeout(30)
class BatcherTest {
    private final Sql sql = TestDatabases.empty().sql();

    private List<Long> doubled(List<Integer> numbers) {
        return sql.withHandle(
                h -> h.statement("select n * 2 from unnest(:numbers) with ordinality as a (n, place) order by place")
                        .bindArray("numbers", "int", numbers)
                        .map(rs -> rs.getLong(1))
                        .list());
    }

    @Test
    void each_of_many_gets_the_answer_to_its_own_question() {
        Batcher<Integer, Long> batcher = new Batcher<>(sql, n -> n, this::doubled);
        List<Long> answers = Together.run(300, batcher::ask);
        assertThat(answers)
                .isEqualTo(IntStream.range(0, 300).mapToObj(n -> n * 2L).toList());
    }

    /** A statement that the test lets go, and what it was asked. */
    private static final class Held {
        final BlockingQueue<List<Integer>> batches = new LinkedBlockingQueue<>();
        final Semaphore goes = new Semaphore(0);

        List<Integer> run(List<Integer> batch) {
            batches.add(batch);
            goes.acquireUninterruptibly();
            return batch;
        }

        List<Integer> next() throws InterruptedException {
            List<Integer> batch = batches.poll(20, TimeUnit.SECONDS);
            assertThat(batch).as("a statement").isNotNull();
            return batch;
        }
    }

    /** Asks on a thread of its own, and returns once it waits. */
    private static CompletableFuture<Integer> waiting(Batcher<Integer, Integer> batcher, int question) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        Thread asker = Thread.ofPlatform().daemon().start(() -> {
            try {
                answer.complete(batcher.ask(question));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        while (asker.getState() != Thread.State.WAITING && asker.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return answer;
    }

    @Test
    void who_is_alone_is_asked_alone_and_who_waits_is_batched_but_no_two_of_one_subject() throws Exception {
        Held held = new Held();
        Batcher<Integer, Integer> batcher = new Batcher<>(sql, n -> n % 10, held::run);

        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        answers.add(waiting(batcher, 1));
        assertThat(held.next()).containsExactly(1);
        answers.add(waiting(batcher, 2));
        assertThat(held.next()).containsExactly(2);
        for (int question : new int[] {3, 13, 4}) {
            answers.add(waiting(batcher, question));
        }
        assertThat(held.batches).isEmpty();

        held.goes.release();
        assertThat(held.next()).containsExactly(3, 4);
        held.goes.release();
        assertThat(held.next()).containsExactly(13);
        held.goes.release(2);
        List<Integer> heard = new ArrayList<>();
        for (CompletableFuture<Integer> answer : answers) {
            heard.add(answer.get());
        }
        assertThat(heard).containsExactly(1, 2, 3, 13, 4);
    }

    /** No database, and the threads that were told so. */
    private static final class Away implements Connections {
        final Queue<Thread> told = new ConcurrentLinkedQueue<>();

        @Override
        public java.sql.Connection open() throws SQLException {
            throw new SQLException("away", "08006");
        }

        @Override
        public void close(java.sql.Connection connection) {
            throw new IllegalStateException("none was open");
        }

        @Override
        public void failed(SQLException fault) {
            told.add(Thread.currentThread());
        }
    }

    @Test
    void who_is_interrupted_learns_nothing_about_the_database() throws Exception {
        Away connections = new Away();
        Held held = new Held();
        Batcher<Integer, Integer> batcher = new Batcher<>(new Sql(connections), n -> n, held::run);
        CompletableFuture<Integer> first = waiting(batcher, 0);
        held.next();
        CompletableFuture<Integer> second = waiting(batcher, 1);
        held.next();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> batcher.ask(2))
                .isInstanceOf(DatabaseException.class)
                .hasRootCauseMessage("interrupted while waiting for the database");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(connections.told).isEmpty();
        held.goes.release(3);
        assertThat(first.get()).isZero();
        assertThat(second.get()).isEqualTo(1);
    }

    @Test
    void with_the_database_away_all_who_went_and_all_who_wait_are_told() throws Exception {
        Away connections = new Away();
        Sql away = new Sql(connections);
        Semaphore goes = new Semaphore(0);
        Batcher<Integer, Integer> batcher = new Batcher<>(away, n -> n, batch -> {
            goes.acquireUninterruptibly();
            return away.withHandle(h -> batch);
        });
        List<CompletableFuture<Integer>> askers =
                IntStream.range(0, 5).mapToObj(n -> waiting(batcher, n)).toList();
        goes.release(2);
        for (CompletableFuture<Integer> asker : askers) {
            assertThatThrownBy(asker::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(DatabaseException.class)
                    .hasRootCauseInstanceOf(SQLException.class);
        }
        assertThat(connections.told)
                .as("each asker's thread learns that the database is away")
                .doesNotHaveDuplicates()
                .hasSize(5);
    }
}
