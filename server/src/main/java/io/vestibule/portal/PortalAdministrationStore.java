package io.vestibule.portal;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Portals and their allowed URLs, as operators set them up. No two portals have one name, in whatever case. */
public final class PortalAdministrationStore {
    private final Sql sql;
    private final PortalStore portals;

    public PortalAdministrationStore(Sql sql, PortalStore portals) {
        this.sql = sql;
        this.portals = portals;
    }

    /** Every portal, by id. */
    public List<Portal> portals() {
        return sql.withHandle(h -> h.statement(PortalStore.PORTALS + "order by p.id")
                .map(rs -> portals.read(rs))
                .list());
    }

    /**
     * The portals behind an id in the order of ids, at most so many.
     *
     * @param only these; null: any
     */
    public List<Portal> portals(long after, int limit, @Nullable List<Long> only) {
        return sql.withHandle(h -> h.statement(
                        PortalStore.PORTALS
                                + "where p.id > :after and (:any or p.id = any (cast(:only as bigint[]))) order by p.id limit :limit")
                .bind("after", after)
                .bind("limit", limit)
                .bind("any", only == null)
                .bindArray("only", "bigint", only == null ? List.of() : only)
                .map(rs -> portals.read(rs))
                .list());
    }

    /** Makes a portal and returns its id; empty if another has the name. */
    public Optional<Long> add(String name, long parentId, String language, AuditContext context) {
        return sql.inTransaction(h -> {
            lockNames(h);
            return h.statement("""
                            with added as (
                                insert into portal (name, parent_id, language)
                                select :name, :parent, :language
                                where not exists (select 1 from portal where lower(name) = lower(:name))
                                returning id
                            )
                            select id, audit('portal_created', cast(:context as jsonb) || jsonb_build_object('portal', id), null) from added
                            """)
                    .bind("name", name)
                    .bind("parent", parentId)
                    .bind("language", language)
                    .bind("context", context.json())
                    .map(rs -> rs.getLong("id"))
                    .findOne();
        });
    }

    /** Gives a portal another name; false if another portal has it. */
    public boolean rename(long portalId, String name, AuditContext context) {
        return sql.inTransaction(h -> {
            lockNames(h);
            return h.statement("""
                            with changed as (
                                update portal set name = :name
                                where id = :portal
                                  and not exists (select 1 from portal o where lower(o.name) = lower(:name) and o.id <> :portal)
                                returning id
                            )
                            select audit('portal_renamed', cast(:context as jsonb) || jsonb_build_object('portal', id), null,
                                         jsonb_build_object('name', cast(:name as text)))
                            from changed
                            """)
                    .bind("portal", portalId)
                    .bind("name", name)
                    .bind("context", context.json())
                    .map(rs -> true)
                    .findOne()
                    .orElse(false);
        });
    }

    /** Sets the language of mail to customers who have none of their own; false if there is no such portal. */
    public boolean setLanguage(long portalId, String language, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (update portal set language = :language where id = :portal returning id)
                        select audit('portal_language_changed', cast(:context as jsonb) || jsonb_build_object('portal', id), null,
                                     jsonb_build_object('language', cast(:language as text)))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("language", language)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Two who name portals at once wait for each other. An index would refuse a database that has a name twice already. */
    private static void lockNames(Handle h) {
        h.statement("select pg_advisory_xact_lock(hashtext('vestibule portal names'))")
                .map(rs -> true)
                .one();
    }

    /** Allows a URL; false if it was allowed already. */
    public boolean allow(long portalId, AllowedUrl url, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with added as (
                            insert into allowed_url (portal_id, url, origin) values (:portal, :url, :url_origin)
                            on conflict do nothing returning portal_id
                        )
                        select audit('portal_url_allowed', cast(:context as jsonb) || jsonb_build_object('portal', portal_id), null,
                                     jsonb_build_object('url', :url))
                        from added
                        """)
                .bind("portal", portalId)
                .bind("url", url.url())
                .bind("url_origin", url.origin())
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Allows a URL no more; false if it wasn't allowed. */
    public boolean disallow(long portalId, AllowedUrl url, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with removed as (
                            delete from allowed_url where portal_id = :portal and url = :url returning portal_id
                        )
                        select audit('portal_url_disallowed', cast(:context as jsonb) || jsonb_build_object('portal', portal_id),
                                     null, jsonb_build_object('url', :url))
                        from removed
                        """)
                .bind("portal", portalId)
                .bind("url", url.url())
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Turns the policy {@code hardened} on or off; false if there is no such portal. */
    public boolean harden(long portalId, boolean hardened, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (update portal set hardened = :hardened where id = :portal returning id)
                        select audit('portal_policy_changed', cast(:context as jsonb) || jsonb_build_object('portal', id), null,
                                     jsonb_build_object('hardened', :hardened))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("hardened", hardened)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** What a portal's operator adds to the built-in profile, as it was given; empty for nothing, or no such portal. */
    public Optional<String> profileSchema(long portalId) {
        return sql.withHandle(
                h -> h.statement("select profile_schema from portal where id = :portal and profile_schema is not null")
                        .bind("portal", portalId)
                        .mapTo(String.class)
                        .findOne());
    }

    /**
     * Sets what a portal's operator adds to the built-in profile, a schema that was found right, null for nothing; false if there is no
     * such portal.
     */
    public boolean setProfileSchema(long portalId, @Nullable String schema, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            update portal set profile_schema = cast(:schema as json) where id = :portal returning id, profile_schema
                        )
                        select audit('portal_profile_changed', cast(:context as jsonb) || jsonb_build_object('portal', id), null,
                                     jsonb_build_object('fields', array(select json_object_keys(profile_schema -> 'properties'))))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("schema", schema)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Who a portal's mail is from; empty for the server's own sender, or no such portal. */
    public Optional<String> sender(long portalId) {
        return sql.withHandle(h -> h.statement("select sender from portal where id = :portal and sender is not null")
                .bind("portal", portalId)
                .mapTo(String.class)
                .findOne());
    }

    /** Sets who a portal's mail is from, null for the server's own sender; false if there is no such portal. */
    public boolean setSender(long portalId, @Nullable String sender, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (update portal set sender = :sender where id = :portal returning id)
                        select audit('portal_sender_changed', cast(:context as jsonb) || jsonb_build_object('portal', id), null,
                                     jsonb_build_object('sender', cast(:sender as text)))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("sender", sender)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }
}
