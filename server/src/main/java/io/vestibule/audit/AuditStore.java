package io.vestibule.audit;

import io.vestibule.json.Json;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Writes events of what was done to many customers at once; any other is told of by the statement that does it. Reads them all. */
public final class AuditStore {
    private final Sql sql;

    public AuditStore(Sql sql) {
        this.sql = sql;
    }

    /** The latest events that a search asks for, oldest first. */
    public List<AuditEvent> list(AuditSearch search) {
        return latest(search).reversed();
    }

    private static final String COLUMNS =
            "id, at, event, actor, actor_id, actor_name, dialect, portal_id, client_id, customer_id, network, request_id, detail";

    /** The latest events that a search asks for, the latest first. Of several portals or events, each is looked up in its index by itself. */
    public List<AuditEvent> latest(AuditSearch search) {
        String each = "select " + COLUMNS + " from audit_event where " + search.conditions() + " order by "
                + search.order() + " limit :limit";
        String lists = search.lists();
        String query = lists.isEmpty()
                ? each
                : "select " + COLUMNS + " from " + lists + " cross join lateral (" + each
                        + ") found order by at desc, id desc limit :limit";
        return sql.withHandle(h -> h.statement(query)
                .with(statement -> bind(statement, search))
                .map(rs -> event(rs))
                .list());
    }

    /** The values that the conditions name. */
    private static void bind(Statement statement, AuditSearch search) {
        statement.bind("limit", search.limit());
        List<Long> portals = search.portals();
        if (portals != null && portals.size() == 1) {
            statement.bind("portal", portals.getFirst());
        } else if (portals != null) {
            statement.bindArray("portals", "bigint", portals);
        }
        if (search.customer() != null) {
            statement.bind("customer", search.customer());
        }
        if (search.events().size() == 1) {
            statement.bind("event", search.events().getFirst());
        } else if (!search.events().isEmpty()) {
            statement.bindArray("events", "text", search.events());
        }
        if (search.request() != null) {
            statement.bind("request", search.request());
        }
        if (search.since() != null) {
            statement.bind("since", search.since());
        }
        if (search.until() != null) {
            statement.bind("until", search.until());
        }
        if (search.doer() != null) {
            statement
                    .bind("actor", search.doer().actor().label())
                    .bind("actor_id", search.doer().id());
        }
        if (search.before() != null) {
            statement.bind("before", search.before());
        }
    }

    private static AuditEvent event(ResultSet rs) throws SQLException {
        Long actor = rs.getObject("actor_id", Long.class);
        return new AuditEvent(
                rs.getLong("id"),
                Instants.of(rs, "at"),
                rs.getString("event"),
                rs.getString("actor"),
                actor == null ? null : new AuditContext.By(actor, rs.getString("actor_name")),
                rs.getString("dialect"),
                rs.getObject("portal_id", Long.class),
                rs.getObject("client_id", Long.class),
                rs.getObject("customer_id", Long.class),
                rs.getString("network"),
                rs.getString("request_id"),
                Json.parse(rs.getString("detail").getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes that a customer's data was shown as a whole. */
    public void exported(long portalId, long customerId, AuditContext context) {
        sql.useHandle(h -> h.statement("""
                        select audit('user_data_exported', cast(:context as jsonb) || jsonb_build_object('portal', :portal), :customer)
                        """)
                .bind("context", context.json())
                .bind("portal", portalId)
                .bind("customer", customerId)
                .map(rs -> true)
                .one());
    }

    /** Writes that events were exported; the detail says which, and how they were written. */
    public void eventsExported(AuditContext context, Json.Object detail) {
        write("audit_exported", context, detail);
    }

    /** Writes that a portal's customers who haven't moved in were exported. */
    public void awaitedExported(AuditContext context) {
        write("user_awaited_exported", context, Json.object().build());
    }

    private void write(String event, AuditContext context, Json.Object detail) {
        sql.useHandle(h -> h.statement("select audit(:event, cast(:context as jsonb), null, cast(:detail as jsonb))")
                .bind("event", event)
                .bind("context", context.json())
                .bind("detail", detail.toString())
                .map(rs -> true)
                .one());
    }

    /** Writes an event of a whole portal, in the transaction of the handle. */
    public static void ofPortal(Handle h, String event, AuditContext context, long portalId, Json.Object detail) {
        h.statement("""
                        select audit(:event, cast(:context as jsonb) || jsonb_build_object('portal', :portal), null,
                                     cast(:detail as jsonb))
                        """)
                .bind("event", event)
                .bind("context", context.json())
                .bind("portal", portalId)
                .bind("detail", detail.toString())
                .map(rs -> true)
                .one();
    }
}
