package io.vestibule.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.json.Json;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which nodes there are. The database's clock says when each was heard of. */
public final class NodeStore {
    /** A question that took longer tells nothing of clocks. */
    private static final Duration LONGEST_QUESTION = Duration.ofMillis(500);

    private final Sql sql;

    public NodeStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Has the others know that a node is here, and forgets those that weren't heard of for an hour.
     *
     * @param clock the node's
     * @param node  makes what it tells of itself, from how far its clock is ahead of the database's; null: nobody knows
     */
    public void beat(InstantSource clock, Function<@Nullable Duration, Node> node) {
        sql.useHandle(h -> {
            Node now = node.apply(clockAhead(h, clock));
            h.statement("""
                            with gone as (delete from node where seen_at < now() - interval '1 hour' and id <> :id)
                            insert into node (id, state) values (:id, cast(:state as jsonb))
                            on conflict (id) do update set seen_at = now(), state = excluded.state
                            """)
                    .bind("id", now.id())
                    .bind("state", NodeJson.stored(now).toString())
                    .execute();
        });
    }

    /** As it was in the middle of the question. */
    private static @Nullable Duration clockAhead(Handle h, InstantSource clock) {
        Instant asked = clock.instant();
        Instant database = h.statement("select clock_timestamp() as now")
                .map(rs -> Instants.of(rs, "now"))
                .one();
        Duration took = Duration.between(asked, clock.instant());
        return took.isNegative() || took.compareTo(LONGEST_QUESTION) > 0
                ? null
                : Duration.between(database, asked.plus(took.dividedBy(2)));
    }

    /** A node that stops is no node any more. */
    public void remove(UUID id) {
        sql.useHandle(h ->
                h.statement("delete from node where id = :id").bind("id", id).execute());
    }

    /**
     * A node as it was heard of last.
     *
     * @param silence since then
     */
    public record Heard(Node node, Instant seenAt, Duration silence) {
        /** Nodes tell of themselves every fifteen seconds: three were missed. */
        private static final Duration LONGEST_SILENCE = Duration.ofSeconds(50);

        /** Whether it is away, or hangs. */
        public boolean silent() {
            return silence.compareTo(LONGEST_SILENCE) > 0;
        }
    }

    /** All that were heard of within the hour, by name and start. */
    public List<Heard> list() {
        return sql.withHandle(h -> h.statement("""
                        select seen_at, cast(extract(epoch from now() - seen_at) * 1000 as bigint) as silence, state from node
                        where seen_at > now() - interval '1 hour' order by state ->> 'name', state ->> 'startedAt', id
                        """)
                .map(rs -> new Heard(
                        NodeJson.read(
                                (Json.Object) Json.parse(rs.getString("state").getBytes(UTF_8))),
                        Instants.of(rs, "seen_at"),
                        Duration.ofMillis(rs.getLong("silence"))))
                .list());
    }
}
