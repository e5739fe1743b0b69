package io.vestibule.guard;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Permits and failure counts. The database's clock decides. */
public final class GuardStore {
    private final Sql sql;

    public GuardStore(Sql sql) {
        this.sql = sql;
    }

    /** Takes the permits, all or none. */
    public Permitted<Boolean> acquire(Permits permits) {
        return sql.withHandle(h -> h.statement("select extract(epoch from " + ACQUIRE + ") as wait")
                .with(values(permits))
                .map(rs -> permitted(rs.getObject("wait", BigDecimal.class), true))
                .one());
    }

    /** Takes a permit of a single limit, and tells how many are left. */
    public Permitted<Integer> take(Permits permit) {
        return sql.withHandle(h -> h.statement("""
                        select extract(epoch from wait) as wait, remaining
                        from take_permit((cast(:permits.keys as uuid[]))[1], (cast(:permits.spacings as interval[]))[1],
                                         (cast(:permits.bursts as int[]))[1])
                        """)
                .with(values(permit))
                .map(rs -> permitted(rs.getBigDecimal("wait"), rs.getInt("remaining")))
                .one());
    }

    /** The call of the database function, for stores that go on in the same statement, whose {@link #values} are the permits. */
    public static final String ACQUIRE =
            "acquire(cast(:permits.keys as uuid[]), cast(:permits.spacings as interval[]), cast(:permits.bursts as int[]))";

    /** The values that {@link #ACQUIRE} names. */
    public static Consumer<Statement> values(Permits permits) {
        return statement -> statement
                .bind("permits.keys", permits.keys())
                .bind("permits.spacings", permits.spacings())
                .bind("permits.bursts", permits.bursts());
    }

    /** Reads the seconds that {@code acquire} told: null granted the permits. */
    public static <T> Permitted<T> permitted(@Nullable BigDecimal waitSeconds, T value) {
        return waitSeconds == null
                ? new Permitted.Granted<>(value)
                : new Permitted.Throttled<>(
                        Duration.ofMillis(waitSeconds.movePointRight(3).longValue()));
    }

    /**
     * Counts a failed sign-in, in one step with the statement it is part of: of any number of parallel guesses, only as many as
     * the rule allows learn anything. While locked, nothing counts and nothing extends the lock; after it, the full number is
     * back. Bind {@code subject}, {@code attempts} and {@code lock}, its duration. Returns {@code remaining} (0: locked) and
     * whether this failure {@code locked}.
     *
     * @param condition when it counts, for stores that decide so in the same statement
     */
    public static String failure(String condition) {
        return """
                insert into lockout as l (subject, failures, last_failure, locked_until)
                select :subject, 1, now(), case when :attempts = 1 then now() + cast(:lock as interval) end
                where %s
                on conflict (subject) do update
                set (failures, last_failure, locked_until) = (
                    select case when locked then l.failures else next.failures end,
                           case when locked then l.last_failure else now() end,
                           case when locked then l.locked_until
                                when next.failures >= :attempts then now() + cast(:lock as interval) end
                    from (select (l.locked_until > now()) is true as locked,
                                 case when l.locked_until is null and l.last_failure > now() - cast(:lock as interval)
                                      then l.failures + 1 else 1 end as failures) as next)
                returning case when locked_until is null then :attempts - failures else 0 end as remaining,
                          locked_until is not null and last_failure = now() as locked
                """.formatted(condition);
    }

    /**
     * Failed sign-ins of a customer.
     *
     * @param lockedUntil null if they brought no lock; a moment in the past is a lock that has ended
     */
    public record Failures(
            int count, Instant last, @Nullable Instant lockedUntil) {}

    /** What is counted of a customer; empty if nothing is. */
    public Optional<Failures> failures(long customerId) {
        return sql.withHandle(h -> h.statement(
                        "select failures, last_failure, locked_until from lockout where subject = :subject")
                .bind("subject", Lockout.customer(customerId))
                .map(rs -> {
                    Instant until = Instants.orNull(rs, "locked_until");
                    return new Failures(rs.getInt("failures"), Instants.of(rs, "last_failure"), until);
                })
                .findOne());
    }

    /** Ends the lock and count of a customer; false if there was none. */
    public boolean unlock(long customerId, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with cleared as (delete from lockout where subject = :subject returning 1)
                        select audit('authn_login_unlock', cast(:context as jsonb), :customer) from cleared
                        """)
                .bind("subject", Lockout.customer(customerId))
                .bind("customer", customerId)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }
}
