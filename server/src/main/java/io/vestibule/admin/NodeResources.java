package io.vestibule.admin;

import static io.vestibule.operator.Action.NODE_READ;

import io.vestibule.administration.Concern;
import io.vestibule.administration.Health;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.node.Job;
import io.vestibule.node.Node;
import io.vestibule.node.NodeJson;
import io.vestibule.node.NodeStore.Heard;
import java.util.List;
import java.util.SequencedMap;

/** The nodes, what they do by themselves, and what somebody should look at. */
final class NodeResources {
    private final Health health;

    NodeResources(Health health) {
        this.health = health;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/nodes", NODE_READ, call -> items(Values.list(health.nodes(), NodeResources::json))),
                AdminRoute.get("/jobs", NODE_READ, call -> items(new Json.Array(jobs()))),
                AdminRoute.get(
                        "/health", NODE_READ, call -> items(Values.list(health.concerns(), NodeResources::json))));
    }

    private static Answer items(Json items) {
        return Answer.json(200, Json.object().put("items", items).build());
    }

    private static Json json(Heard heard) {
        Json.Builder json = Json.object();
        NodeJson.of(heard.node()).fields().forEach(json::put);
        return json.put("seenAt", Values.moment(heard.seenAt()))
                .put("silent", heard.silent())
                .build();
    }

    private List<Json> jobs() {
        return health.nodes().stream()
                .filter(heard -> !heard.silent())
                .flatMap(heard -> heard.node().jobs().stream().map(job -> json(heard.node(), job)))
                .toList();
    }

    private static Json json(Node node, Job job) {
        SequencedMap<String, Json> fields = NodeJson.of(job).fields();
        Json.Builder json = Json.object().put("node", node.id().toString()).put("nodeName", node.name());
        fields.forEach(json::put);
        return json.build();
    }

    private static Json json(Concern concern) {
        return Json.object()
                .put("kind", concern.kind().label())
                .put("subject", concern.subject())
                .put("sentence", concern.sentence())
                .put("advice", concern.advice())
                .build();
    }
}
