package io.vestibule.console;

import io.vestibule.administration.Concern;
import io.vestibule.administration.Health;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.node.Job;
import io.vestibule.node.Node;
import io.vestibule.node.NodeStore.Heard;
import io.vestibule.operator.Action;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The nodes, what they do by themselves, and what somebody should look at. */
public final class NodesPage implements ConsolePage {
    private static final long MEBIBYTE = 1 << 20;

    private final ConsoleRoutes routes;
    private final Health health;

    public NodesPage(ConsoleRoutes routes, Health health) {
        this.routes = routes;
        this.health = health;
    }

    /** What the template shows. */
    public record View(Layout layout, List<Concern> concerns, List<Heard> nodes) {
        /** The jobs of a node, by the node. */
        public record Row(Node node, Job job) {}

        /** The jobs of the nodes that are here. */
        public List<Row> jobs() {
            return nodes.stream()
                    .filter(one -> !one.silent())
                    .flatMap(one -> one.node().jobs().stream().map(job -> new Row(one.node(), job)))
                    .toList();
        }

        /** How far a clock is ahead. */
        public static String clock(@Nullable Duration ahead) {
            return ahead == null ? "unknown" : String.format(Locale.ROOT, "%+.2f s", ahead.toMillis() / 1000.0);
        }

        public static String mebibytes(long bytes) {
            return bytes / MEBIBYTE + " MiB";
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(routes.page(Section.NODES.path(), Action.NODE_READ, this::show));
    }

    private Answer show(Call call) {
        List<Heard> nodes = health.nodes();
        return Screen.show(200, "nodes", new View(call.layout(Section.NODES), health.concerns(nodes), nodes));
    }
}
