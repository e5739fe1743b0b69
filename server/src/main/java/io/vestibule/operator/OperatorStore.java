package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.guard.Lockout;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Operators, as owners rule over them. */
public final class OperatorStore {
    private static final String OPERATORS = """
            select o.id, o.email, o.name, o.role, o.portals, o.password is not null as ready,
                   o.totp is not null as app, o.disabled_at is not null as disabled,
                   o.signed_in_at, o.created_at,
                   (select expires_at from operator_setup s where s.operator_id = o.id and s.expires_at > now()) as link_until,
                   (select locked_until from lockout l
                    where l.subject = cast('operator' as bytea) || int8send(o.id) and l.locked_until > now()) as locked_until
            from operator o
            """;

    private final Sql sql;

    public OperatorStore(Sql sql) {
        this.sql = sql;
    }

    /** Whose failures {@link Lockout} counts. */
    static byte[] subject(long operator) {
        byte[] label = "operator".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(label.length + Long.BYTES)
                .put(label)
                .putLong(operator)
                .array();
    }

    /** The operators behind an id in the order of ids, at most so many. */
    public List<Operator> list(long after, int limit) {
        return sql.withHandle(h -> h.statement(OPERATORS + "where o.id > :after order by o.id limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map(rs -> read(rs))
                .list());
    }

    /** The operator with this id. */
    public Optional<Operator> byId(long id) {
        return sql.withHandle(h -> h.statement(OPERATORS + "where o.id = :id")
                .bind("id", id)
                .map(rs -> read(rs))
                .findOne());
    }

    /** The operator who signs in with this address, in whatever case. */
    public Optional<Operator> byEmail(String email) {
        return sql.withHandle(
                h -> h.statement(OPERATORS + "where lower(o.email collate \"C\") = lower(:email collate \"C\")")
                        .bind("email", email)
                        .map(rs -> read(rs))
                        .findOne());
    }

    private static Operator read(ResultSet rs) throws SQLException {
        return new Operator(
                rs.getLong("id"),
                rs.getString("email"),
                rs.getString("name"),
                role(rs),
                portals(rs),
                rs.getBoolean("ready"),
                rs.getBoolean("app"),
                Instants.orNull(rs, "link_until"),
                rs.getBoolean("disabled"),
                Instants.orNull(rs, "locked_until"),
                Instants.orNull(rs, "signed_in_at"),
                Instants.of(rs, "created_at"));
    }

    static Role role(ResultSet rs) throws SQLException {
        return Role.parse(rs.getString("role")).orElseThrow();
    }

    static PortalScope portals(ResultSet rs) throws SQLException {
        Array ids = rs.getArray("portals");
        return ids == null ? PortalScope.ALL : PortalScope.of(List.of((Long[]) ids.getArray()));
    }

    static void bind(Statement statement, PortalScope portals) {
        List<Long> ids = portals.ids();
        statement.bind("all_portals", ids == null).bindArray("portals", "bigint", ids == null ? List.of() : ids);
    }

    /** Makes an operator, who can sign in once their link was used; empty if another has the address. */
    public Optional<Long> add(String email, String name, Role role, PortalScope portals, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with added as (
                            insert into operator (email, name, role, portals)
                            values (:email, :name, :role, case when not :all_portals then cast(:portals as bigint[]) end)
                            on conflict do nothing returning id, email, name, role, portals
                        )
                        select id, audit('operator_created', cast(:context as jsonb), null, jsonb_strip_nulls(to_jsonb(added))) from added
                        """)
                .bind("email", email)
                .bind("name", name)
                .bind("role", role.label())
                .with(statement -> bind(statement, portals))
                .bind("context", context.json())
                .map(rs -> rs.getLong("id"))
                .findOne());
    }

    /** Seals an operator's secret anew. */
    @FunctionalInterface
    interface Seal {
        byte[] anew(long operator, byte[] sealed);
    }

    /** Seals the secrets of all operators' apps anew; how many that were. Links that wait are void: they show one sealed before. */
    long reseal(Seal seal) {
        return sql.inTransaction(h -> {
            h.execute("delete from operator_setup where totp is not null");
            List<Map.Entry<Long, byte[]>> rows = h.statement(
                            "select id, totp from operator where totp is not null for update")
                    .map(rs -> Map.entry(rs.getLong("id"), rs.getBytes("totp")))
                    .list();
            rows.forEach(row -> h.statement("update operator set totp = :totp where id = :operator")
                    .bind("operator", row.getKey())
                    .bind("totp", seal.anew(row.getKey(), row.getValue()))
                    .execute());
            return (long) rows.size();
        });
    }

    /** How changing an operator ended. */
    public enum Changed {
        DONE,
        /** Another operator has the address. */
        EMAIL_TAKEN,
        /** Nobody would be left who may manage operators. */
        LAST_OWNER,
        UNKNOWN
    }

    /** Changes who an operator is and what they may do, from their next request on. They act for no customer any longer. */
    public Changed set(long operator, OperatorChanges changes, AuditContext context) {
        PortalScope portals = changes.portals();
        return change(
                operator,
                "operator_changed",
                """
                update operator o
                set email = coalesce(:email, email), name = coalesce(:name, name), role = coalesce(:role, role), updated_at = now(),
                    portals = case when not :set_portals then portals when not :all_portals then cast(:portals as bigint[]) end
                where o.id = :operator
                  and not exists (select 1 from operator p where p.id <> o.id and lower(p.email collate "C") = lower(:email collate "C"))
                """,
                statement -> statement
                        .bind("email", changes.email())
                        .bind("name", changes.name())
                        .bind(
                                "role",
                                changes.role() == null ? null : changes.role().label())
                        .bind("set_portals", portals != null)
                        .with(bound -> bind(bound, portals == null ? PortalScope.ALL : portals)),
                false,
                context);
    }

    /** Keeps an operator from signing in, and ends their sessions at once. */
    public Changed disable(long operator, AuditContext context) {
        return change(operator, "operator_disabled", """
                update operator o set disabled_at = coalesce(disabled_at, now()), updated_at = now()
                where o.id = :operator
                """, statement -> {}, false, context);
    }

    /** Lets a disabled operator sign in again, and ends their lock. */
    public Changed enable(long operator, AuditContext context) {
        return change(operator, "operator_enabled", """
                update operator o set disabled_at = null, updated_at = now() where o.id = :operator
                """, statement -> {}, true, context);
    }

    /** Deletes an operator; the audit still names them. */
    public Changed delete(long operator, AuditContext context) {
        return change(
                operator,
                "operator_deleted",
                "delete from operator o where o.id = :operator",
                statement -> {},
                true,
                context);
    }

    private Changed change(
            long operator,
            String event,
            String change,
            Consumer<Statement> values,
            boolean endsLock,
            AuditContext context) {
        return sql.inTransaction(h -> {
            h.statement("select pg_advisory_xact_lock(hashtext('vestibule operators'))") // two owners can't remove
                    // each other at once
                    .map(rs -> true)
                    .one();
            boolean owners = owners(h);
            if (!exists(h, operator)) {
                return Changed.UNKNOWN;
            }
            if (!audited(h, operator, event, change, values, context)) {
                return Changed.EMAIL_TAKEN;
            }
            if (owners && !owners(h)) {
                h.rollback();
                return Changed.LAST_OWNER;
            }
            h.statement("""
                            with gone as (
                                delete from operator_session s using operator o
                                where o.id = :operator and o.disabled_at is not null and s.operator_id = o.id
                            ), acting as (
                                delete from act_as_session a using operator_session s
                                where s.operator_id = :operator and a.operator_session = s.id
                            ), unlocked as (
                                delete from lockout where subject = :subject and :endsLock
                            )
                            delete from operator_challenge c using operator o
                            where o.id = :operator and o.disabled_at is not null and c.operator_id = o.id
                            """)
                    .bind("operator", operator)
                    .bind("subject", subject(operator))
                    .bind("endsLock", endsLock)
                    .execute();
            return Changed.DONE;
        });
    }

    private static boolean audited(
            Handle h, long operator, String event, String change, Consumer<Statement> values, AuditContext context) {
        return h.statement("with changed as (" + change + """
                         returning o.id, o.email, o.name, o.role, o.portals)
                        select audit(:event, cast(:context as jsonb), null, jsonb_strip_nulls(to_jsonb(changed))) from changed
                        """)
                .bind("operator", operator)
                .bind("event", event)
                .bind("context", context.json())
                .with(values)
                .map(rs -> true)
                .findOne()
                .orElse(false);
    }

    private static boolean exists(Handle h, long operator) {
        return h.statement("select exists (select 1 from operator where id = :operator)")
                .bind("operator", operator)
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether anybody may manage operators. */
    private static boolean owners(Handle h) {
        return h.statement("""
                        select exists (select 1 from operator where role = 'owner' and portals is null and disabled_at is null)
                        """).mapTo(Boolean.class).one();
    }
}
