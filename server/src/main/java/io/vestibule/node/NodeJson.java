package io.vestibule.node;

import io.vestibule.json.Json;
import io.vestibule.node.Node.Hashing;
import io.vestibule.node.Node.Heap;
import io.vestibule.node.Node.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A node as JSON: in the database and in the admin API. What another release leaves out is nothing, or zero. */
public final class NodeJson {
    private NodeJson() {}

    /** All but its jobs. */
    public static Json.Object of(Node node) {
        return Json.object()
                .put("id", node.id().toString())
                .put("name", node.name())
                .put("version", node.version())
                .put("startedAt", node.startedAt().toString())
                .put(
                        "clockAheadMillis",
                        node.clockAhead() == null
                                ? Json.Null.NULL
                                : Json.of(node.clockAhead().toMillis()))
                .put(
                        "database",
                        Json.object()
                                .put("all", node.database().all())
                                .put("active", node.database().active())
                                .put("awaited", node.database().awaited())
                                .put("most", node.database().most())
                                .build())
                .put(
                        "hashing",
                        Json.object()
                                .put("library", node.hashing().library())
                                .put("threads", node.hashing().threads())
                                .put("running", node.hashing().running())
                                .put("queued", node.hashing().queued())
                                .build())
                .put("connections", node.connections())
                .put(
                        "heap",
                        Json.object()
                                .put("used", node.heap().used())
                                .put("most", node.heap().most())
                                .build())
                .build();
    }

    /** A job. */
    public static Json.Object of(Job job) {
        return Json.object()
                .put("name", job.name())
                .put("lastAt", moment(job.lastAt()))
                .put("tookMillis", job.took().toMillis())
                .put("nextAt", moment(job.nextAt()))
                .put("failing", job.failing())
                .put("fault", job.fault())
                .put("faultAt", moment(job.faultAt()))
                .build();
    }

    /** The node with its jobs, as the database keeps it. */
    static Json.Object stored(Node node) {
        Json.Array jobs =
                new Json.Array(node.jobs().stream().map(job -> (Json) of(job)).toList());
        Json.Builder all = Json.object();
        of(node).fields().forEach(all::put);
        return all.put("jobs", jobs).build();
    }

    /** What {@link #stored} made, here or in another release. */
    static Node read(Json.Object state) {
        Json.Object database = part(state, "database");
        Json.Object hashing = part(state, "hashing");
        Json.Object heap = part(state, "heap");
        return new Node(
                UUID.fromString(text(state, "id")),
                text(state, "name"),
                text(state, "version"),
                state.text("startedAt").map(Instant::parse).orElse(Instant.EPOCH),
                state.get("clockAheadMillis") instanceof Json.Number
                        ? Duration.ofMillis(number(state, "clockAheadMillis"))
                        : null,
                new Pool(
                        (int) number(database, "all"),
                        (int) number(database, "active"),
                        (int) number(database, "awaited"),
                        (int) number(database, "most")),
                new Hashing(
                        text(hashing, "library"),
                        (int) number(hashing, "threads"),
                        (int) number(hashing, "running"),
                        (int) number(hashing, "queued")),
                (int) number(state, "connections"),
                new Heap(number(heap, "used"), number(heap, "most")),
                jobs(state));
    }

    private static List<Job> jobs(Json.Object state) {
        return state.get("jobs") instanceof Json.Array(List<Json> items)
                ? items.stream().map(item -> job((Json.Object) item)).toList()
                : List.of();
    }

    private static Job job(Json.Object job) {
        return new Job(
                text(job, "name"),
                instant(job, "lastAt"),
                Duration.ofMillis(number(job, "tookMillis")),
                instant(job, "nextAt"),
                job.text("fault").orElse(null),
                instant(job, "faultAt"));
    }

    private static Json moment(@Nullable Instant moment) {
        return moment == null ? Json.Null.NULL : Json.of(moment.toString());
    }

    private static Json.Object part(Json.Object whole, String name) {
        return whole.get(name) instanceof Json.Object part
                ? part
                : Json.object().build();
    }

    private static String text(Json.Object whole, String name) {
        return whole.text(name).orElse("");
    }

    private static long number(Json.Object whole, String name) {
        return whole.get(name) instanceof Json.Number(String literal) ? Long.parseLong(literal) : 0;
    }

    private static @Nullable Instant instant(Json.Object whole, String name) {
        return whole.text(name).map(Instant::parse).orElse(null);
    }
}
