package io.vestibule.transfer;

import io.vestibule.audit.AuditContext;
import io.vestibule.audit.AuditStore;
import io.vestibule.json.Json;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Moving out: all customers of a portal as they were at one moment. */
public final class ExportStore {
    private final Sql sql;

    public ExportStore(Sql sql) {
        this.sql = sql;
    }

    /** What an export wants to know before it begins: which attributes there are. */
    interface Export {
        void begin(List<String> attributes);

        void customer(Exported customer);
    }

    /** Goes through the customers of a portal as they were at one moment, by id; holds some hundred at a time. */
    void export(long portalId, CustomerExport.Whom whom, AuditContext context, Export export) {
        sql.useSnapshot(h -> {
            export.begin(h.statement("""
                            select distinct jsonb_object_keys(profile) as name from customer where portal_id = :portal order by name
                            """)
                    .bind("portal", portalId)
                    .mapTo(String.class)
                    .list());
            long[] count = {0};
            // The driver's own cursor would leave a prepared statement behind, which a pooler gives to the next who
            // comes
            h.statement("declare exported no scroll cursor for " + EXPORTED)
                    .bind("portal", portalId)
                    .bind("all", whom == CustomerExport.Whom.ALL)
                    .execute();
            long before;
            do {
                before = count[0];
                each(h.statement("fetch 500 from exported"), customer -> {
                    export.customer(customer);
                    count[0]++;
                });
            } while (count[0] > before);
            AuditStore.ofPortal(
                    h,
                    "user_exported",
                    context,
                    portalId,
                    Json.object().put("customers", count[0]).build());
        });
    }

    private static final String EXPORTED = """
            select c.id, c.account_id, coalesce(a.external_key, c.account_id::text) as account, c.is_primary, c.email,
                   exists (select 1 from login l where l.customer_id = c.id and l.is_email) as email_login,
                   (select l.username from login l where l.customer_id = c.id and l.username is not null) as username,
                   c.password, c.password_origin, c.password_until, c.email_verified_at, c.language, c.disabled_at, c.created_at,
                   c.profile
            from customer c join account a on a.id = c.account_id
            where c.portal_id = :portal and (:all or c.awaits_upstream)
            order by c.id
            """;

    private static void each(Statement statement, Consumer<Exported> consumer) {
        statement
                .map(rs -> new Exported(
                        rs.getLong("id"),
                        rs.getLong("account_id"),
                        rs.getString("account"),
                        rs.getBoolean("is_primary"),
                        rs.getString("email"),
                        rs.getBoolean("email_login"),
                        rs.getString("username"),
                        rs.getString("password"),
                        rs.getString("password_origin"),
                        Instants.orNull(rs, "password_until"),
                        Instants.orNull(rs, "email_verified_at"),
                        rs.getString("language"),
                        Instants.orNull(rs, "disabled_at"),
                        Objects.requireNonNull(Instants.orNull(rs, "created_at")),
                        (Json.Object) Json.parse(rs.getString("profile").getBytes(StandardCharsets.UTF_8))))
                .forEach(consumer);
    }
}
