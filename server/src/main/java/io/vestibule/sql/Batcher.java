package io.vestibule.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Batches questions of one kind: while statements of that kind are at the database, whoever asks next waits, and all who wait are in
 * the next statement, which answers each. So a round trip and a commit are shared by as many as there are, and one who is alone is asked
 * alone and at once. A statement that fails fails for its whole batch, and for those who wait for the next: with the
 * database away nobody queues for it. Safe for use by many threads at once.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
public final class Batcher<Q, A> {
    /** How many batches run at once: while one commits, the other is on its way. */
    private static final int CONCURRENT_BATCHES = 2;
    /** More wait for the next: a statement stays small. */
    private static final int BATCH_SIZE = 64;

    private final Sql sql;
    private final Function<Q, ?> subject;
    private final Function<List<Q>, List<A>> statement;
    private final Queue<Waiting<Q, A>> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore batches = new Semaphore(CONCURRENT_BATCHES);

    /**
     * For questions of which any may be in one batch.
     *
     * @param statement gives an answer to each question, in their order
     */
    public Batcher(Sql sql, Function<List<Q>, List<A>> statement) {
        this(sql, question -> new Object(), statement);
    }

    /**
     * For questions of which some may not.
     *
     * @param subject   what the question is of: no two of one subject are in one batch
     * @param statement gives an answer to each question, in their order
     */
    public Batcher(Sql sql, Function<Q, ?> subject, Function<List<Q>, List<A>> statement) {
        this.sql = sql;
        this.subject = subject;
        this.statement = statement;
    }

    private record Waiting<Q, A>(Q question, AtomicBoolean claimed, CompletableFuture<A> answer) {
        private Waiting(Q question) {
            this(question, new AtomicBoolean(), new CompletableFuture<>());
        }

        /** True for the first who claims it: a batch, or its asker, who gives it up. */
        boolean claim() {
            return claimed.compareAndSet(false, true);
        }
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws DatabaseException if the database didn't answer
     */
    public A ask(Q question) {
        Waiting<Q, A> mine = new Waiting<>(question);
        waiting.add(mine);
        if (batches.tryAcquire()) {
            runBatch();
        }
        return answer(mine);
    }

    /** Runs a batch of those who wait now, with a permit that is ours; another thread runs that of whoever came meanwhile. */
    private void runBatch() {
        try {
            execute(nextBatch());
        } finally {
            batches.release();
        }
        if (!waiting.isEmpty() && batches.tryAcquire()) {
            Thread.ofVirtual().start(this::runBatch);
        }
    }

    private List<Waiting<Q, A>> nextBatch() {
        List<Waiting<Q, A>> batch = new ArrayList<>();
        List<Waiting<Q, A>> next = new ArrayList<>();
        Set<Object> subjects = new HashSet<>();
        Waiting<Q, A> one;
        while (batch.size() < BATCH_SIZE && (one = waiting.poll()) != null) {
            if (!subjects.add(subject.apply(one.question()))) {
                next.add(one);
            } else if (one.claim()) {
                batch.add(one);
            }
        }
        waiting.addAll(next);
        return batch;
    }

    private void execute(List<Waiting<Q, A>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            List<A> answers =
                    statement.apply(batch.stream().map(Waiting::question).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(answers.get(i));
            }
        } catch (RuntimeException | Error e) {
            batch.forEach(one -> one.answer().completeExceptionally(e));
            failWaiting(e);
        }
    }

    private void failWaiting(Throwable fault) {
        Waiting<Q, A> one;
        while ((one = waiting.poll()) != null) {
            if (one.claim()) {
                one.answer().completeExceptionally(fault);
            }
        }
    }

    private A answer(Waiting<Q, A> mine) {
        try {
            try {
                return mine.answer().get(TimeLimits.REQUEST.turn().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (mine.claim()) {
                    throw failed(new SQLTransientConnectionException("the database answers too slowly"));
                }
                return mine.answer().get(); // its statement was sent, and has a time limit of its own
            }
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // which says nothing about the database
            throw new DatabaseException(
                    new SQLTransientConnectionException("interrupted while waiting for the database"));
        }
    }

    /** Whoever hears of it here is told as if the statement had been theirs alone. */
    private RuntimeException failed(@Nullable Throwable cause) {
        Throwable fault = cause instanceof DatabaseException ? cause.getCause() : cause;
        return fault instanceof SQLException sqlFault
                ? sql.failed(sqlFault)
                : new IllegalStateException("a statement that was shared failed", fault);
    }
}
