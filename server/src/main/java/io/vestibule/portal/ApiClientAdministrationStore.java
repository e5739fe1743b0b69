package io.vestibule.portal;

import io.vestibule.audit.AuditContext;
import io.vestibule.config.Cidr;
import io.vestibule.portal.ApiClientStore.Listed;
import io.vestibule.portal.ApiClientStore.Use;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** API clients, as operators see and change them. */
public final class ApiClientAdministrationStore {
    private static final String CLIENTS = """
            select c.id, c.portal_id, c.name, c.scopes, c.networks, c.disabled_at is not null as disabled,
                   left(encode(sha256(c.secret_hash), 'hex'), 16) as secret_version,
                   case when c.former_secret_hash is not null and c.former_secret_until > now() then c.former_secret_until end
                       as former_secret_until,
                   u.used_at, u.network
            from api_client c left join api_client_use u on u.client_id = c.id
            """;

    private final Sql sql;

    public ApiClientAdministrationStore(Sql sql) {
        this.sql = sql;
    }

    /** Every client, by name. */
    public List<Listed> list() {
        return read("order by c.name", statement -> {});
    }

    /** The clients of a portal behind an id in the order of ids, at most so many. */
    public List<Listed> list(long portalId, long after, int limit) {
        return read(
                "where c.portal_id = :portal and c.id > :after order by c.id limit :limit",
                statement ->
                        statement.bind("portal", portalId).bind("after", after).bind("limit", limit));
    }

    /**
     * The clients of a portal whose names begin so, in whatever case, in the order of names: at most so many behind one.
     *
     * @param after a client's name; empty for the first
     */
    public List<Listed> search(long portalId, String prefix, String after, long afterId, int limit) {
        return read(
                """
                where c.portal_id = :portal
                  and lower(c.name collate "C") >= lower(:prefix collate "C")
                  and lower(c.name collate "C") < lower(:prefix collate "C") || '~'
                  and (lower(c.name collate "C"), c.id) > (lower(:after collate "C"), :after_id)
                order by lower(c.name collate "C"), c.id limit :limit
                """,
                statement -> statement
                        .bind("portal", portalId)
                        .bind("prefix", prefix)
                        .bind("after", after)
                        .bind("after_id", afterId)
                        .bind("limit", limit));
    }

    /** The client of that name. */
    public Optional<Listed> find(String name) {
        return read("where c.name = :name", statement -> statement.bind("name", name)).stream()
                .findFirst();
    }

    /** The client with this id. */
    public Optional<Listed> find(long id) {
        return read("where c.id = :id", statement -> statement.bind("id", id)).stream()
                .findFirst();
    }

    private List<Listed> read(String which, Consumer<Statement> values) {
        return sql.withHandle(h ->
                h.statement(CLIENTS + which).with(values).map(rs -> listed(rs)).list());
    }

    private static Listed listed(ResultSet rs) throws SQLException {
        Instant used = Instants.orNull(rs, "used_at");
        return new Listed(
                ApiClientStore.read(rs),
                rs.getBoolean("disabled"),
                rs.getString("secret_version"),
                Instants.orNull(rs, "former_secret_until"),
                used == null ? null : new Use(used, rs.getString("network")));
    }

    /** Makes a client; empty if the name is taken. */
    public Optional<Long> add(
            long portalId,
            String name,
            Set<Dialect> dialects,
            List<Cidr> networks,
            byte[] secretHash,
            AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            insert into api_client (portal_id, name, scopes, networks, secret_hash)
                            values (:portal, :name, :scopes, :networks, :hash)
                            on conflict (name) do nothing returning id, portal_id, name
                        )
                        """ + AUDITED)
                .bind("portal", portalId)
                .bind("name", name)
                .bindArray("scopes", "text", dialects, Dialect::label)
                .bindArray("networks", "text", networks, Cidr::toString)
                .bind("hash", secretHash)
                .bind("event", "client_created")
                .bind("context", context.json())
                .map(rs -> rs.getLong("id"))
                .findOne());
    }

    private static final String AUDITED = """
            select id, audit(:event, cast(:context as jsonb) || jsonb_build_object('portal', portal_id, 'client', id), null,
                             jsonb_build_object('name', name))
            from changed
            """;

    /** Changes what a client that speaks no OpenID Connect speaks and where it calls from; empty if none has the name, or it is disabled. */
    public Optional<ApiClient> change(String name, UnaryOperator<ApiClient> change, AuditContext context) {
        return sql.inTransaction(h -> h.statement("""
                        select id, portal_id, name, scopes, networks from api_client c
                        where name = :name and disabled_at is null and not exists (select from oauth_client o where o.id = c.id)
                        for update
                        """)
                .bind("name", name)
                .map(rs -> ApiClientStore.read(rs))
                .findOne()
                .map(before -> write(h, before, change.apply(before), context)));
    }

    private static ApiClient write(Handle h, ApiClient before, ApiClient after, AuditContext context) {
        List<String> members = after.changedMembers(before);
        if (!members.isEmpty()) {
            h.statement("""
                            with changed as (
                                update api_client set scopes = :scopes, networks = :networks where id = :id returning id, portal_id, name
                            )
                            select audit('client_changed',
                                         cast(:context as jsonb) || jsonb_build_object('portal', portal_id, 'client', id), null,
                                         jsonb_build_object('name', name, 'members', cast(:members as text[])))
                            from changed
                            """)
                    .bind("id", after.id())
                    .bindArray("scopes", "text", after.dialects(), Dialect::label)
                    .bindArray("networks", "text", after.networks(), Cidr::toString)
                    .bindArray("members", "text", members)
                    .bind("context", context.json())
                    .map(rs -> true)
                    .one();
        }
        return after;
    }

    /** Gives a client a new secret; the old one stays good for {@code overlap}. False if no client that has one, and isn't disabled, has the name. */
    public boolean rotate(String name, byte[] secretHash, Duration overlap, AuditContext context) {
        return update(
                name,
                "client_secret_rotated",
                """
                set former_secret_hash = secret_hash, former_secret_until = now() + cast(:overlap as interval), secret_hash = :hash
                where disabled_at is null and secret_hash is not null
                """,
                statement -> statement.bind("hash", secretHash).bind("overlap", overlap.toString()),
                context);
    }

    private boolean update(String name, String event, String update, Consumer<Statement> values, AuditContext context) {
        return sql.withHandle(h -> h.statement("with changed as (update api_client " + update
                        + " and name = :name returning id, portal_id, name)" + AUDITED)
                .bind("name", name)
                .bind("event", event)
                .bind("context", context.json())
                .with(values)
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Voids the secret before the current one; false if it isn't good anyway. */
    public boolean voidFormerSecret(String name, AuditContext context) {
        return update(
                name,
                "client_former_secret_voided",
                "set former_secret_hash = null, former_secret_until = null"
                        + " where former_secret_hash is not null and former_secret_until > now()",
                statement -> {},
                context);
    }

    /** Disables a client; false if there is no such client. */
    public boolean disable(String name, AuditContext context) {
        return update(
                name,
                "client_disabled",
                "set disabled_at = coalesce(disabled_at, now()) where true",
                statement -> {},
                context);
    }

    /** Lets a disabled client call again; false if there is no such client. */
    public boolean enable(String name, AuditContext context) {
        return update(name, "client_enabled", "set disabled_at = null where true", statement -> {}, context);
    }
}
