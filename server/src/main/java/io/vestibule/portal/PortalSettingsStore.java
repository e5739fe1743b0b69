package io.vestibule.portal;

import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.util.Optional;

/** What an operator calls a portal, and which language it speaks. No two portals have one name, in whatever case. */
public final class PortalSettingsStore {
    private final Sql sql;

    public PortalSettingsStore(Sql sql) {
        this.sql = sql;
    }

    /** Makes a portal and returns its id; empty if another has the name. */
    public Optional<Long> add(String name, long parentId, String language, String origin) {
        return sql.inTransaction(h -> {
            lockNames(h);
            return h.statement("""
                            with added as (
                                insert into portal (name, parent_id, language)
                                select :name, :parent, :language
                                where not exists (select 1 from portal where lower(name) = lower(:name))
                                returning id
                            )
                            select id, audit('portal_created', cast(:origin as jsonb) || jsonb_build_object('portal', id), null) from added
                            """)
                    .bind("name", name)
                    .bind("parent", parentId)
                    .bind("language", language)
                    .bind("origin", origin)
                    .map(rs -> rs.getLong("id"))
                    .findOne();
        });
    }

    /** Gives a portal another name; false if another portal has it. */
    public boolean rename(long portalId, String name, String origin) {
        return sql.inTransaction(h -> {
            lockNames(h);
            return h.statement("""
                            with changed as (
                                update portal set name = :name
                                where id = :portal
                                  and not exists (select 1 from portal o where lower(o.name) = lower(:name) and o.id <> :portal)
                                returning id
                            )
                            select audit('portal_renamed', cast(:origin as jsonb) || jsonb_build_object('portal', id), null,
                                         jsonb_build_object('name', cast(:name as text)))
                            from changed
                            """)
                    .bind("portal", portalId)
                    .bind("name", name)
                    .bind("origin", origin)
                    .map(rs -> true)
                    .findOne()
                    .orElse(false);
        });
    }

    /** Sets the language of mail to customers who have none of their own. */
    public void setLanguage(long portalId, String language, String origin) {
        sql.useHandle(h -> h.statement("""
                        with changed as (update portal set language = :language where id = :portal returning id)
                        select audit('portal_language_changed', cast(:origin as jsonb) || jsonb_build_object('portal', id), null,
                                     jsonb_build_object('language', cast(:language as text)))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("language", language)
                .bind("origin", origin)
                .map(rs -> true)
                .findOne());
    }

    /** Two who name portals at once wait for each other. An index would refuse a database that has a name twice already. */
    private static void lockNames(Handle h) {
        h.statement("select pg_advisory_xact_lock(hashtext('vestibule portal names'))")
                .map(rs -> true)
                .one();
    }
}
