package io.vestibule.administration;

import io.vestibule.node.NodeStore;
import io.vestibule.node.NodeStore.Heard;
import io.vestibule.sql.Sql;
import java.util.List;

/** How the nodes do, what they do by themselves, and what somebody should look at. */
public final class Health {
    private final NodeStore nodes;
    private final BacklogStore backlogs;

    public Health(Sql sql) {
        this.nodes = new NodeStore(sql);
        this.backlogs = new BacklogStore(sql);
    }

    /** The nodes that were heard of within the hour. */
    public List<Heard> nodes() {
        return nodes.list();
    }

    /** What somebody should look at, in the order of {@link Concern.Kind}; nothing if all is well. */
    public List<Concern> concerns() {
        return concerns(nodes.list());
    }

    /** The same of nodes that were asked for already. */
    public List<Concern> concerns(List<Heard> heard) {
        return Concerns.of(heard, backlogs.backlog());
    }
}
