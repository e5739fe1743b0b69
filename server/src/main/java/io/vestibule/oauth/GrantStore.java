package io.vestibule.oauth;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EndedSessions;
import io.vestibule.session.DpopProof;
import io.vestibule.session.RefreshToken;
import io.vestibule.session.RotationStore;
import io.vestibule.session.TokenGrant;
import io.vestibule.session.UsedJwtStore;
import io.vestibule.sql.Batcher;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What applications are granted. A grant lives as long as the browser's session, and goes with it; one with offline access has a session of
 * its own with the grant's id, which whatever ends a customer's sessions ends, but signing out in the browser.
 */
public final class GrantStore {
    private final Sql sql;
    private final Batcher<InPortal, Optional<Holder>> holders;

    public GrantStore(Sql sql) {
        this.sql = sql;
        this.holders = new Batcher<>(sql, this::holders);
    }

    /** A grant that is alive, and its customer. */
    record Holder(TokenGrant grant, Customer customer) {}

    private record InPortal(UUID grant, long portalId) {}

    /** Whose an application's grant is, if it and its session are alive at this moment and the customer isn't disabled. */
    Optional<Holder> holder(UUID grant, long portalId) {
        return holders.ask(new InPortal(grant, portalId));
    }

    /** What a grant is whose token came with a proof of possession. */
    sealed interface Found {
        /** It is alive. */
        record Alive(Holder holder) implements Found {}

        /** It, its session or its customer isn't. */
        record Over() implements Found {}

        /** The proof was used before. */
        record ReplayedProof() implements Found {}
    }

    /** The same, with the note that a proof of possession was used; null for none. */
    Found find(UUID grant, long portalId, @Nullable DpopProof proof) {
        if (proof == null) {
            return holder(grant, portalId).<Found>map(Found.Alive::new).orElseGet(Found.Over::new);
        }
        return sql.withHandle(h -> h.statement(PROVEN)
                .bindArray("grants", "uuid", List.of(grant))
                .bindArray("portals", "bigint", List.of(portalId))
                .with(UsedJwtStore.values(proof))
                .map(rs -> rs.getBoolean("proven")
                        ? new Found.Alive(new Holder(RotationStore.grant(rs), CustomerStore.customer(rs)))
                        : new Found.ReplayedProof())
                .findOne()
                .orElseGet(Found.Over::new));
    }

    private List<Optional<Holder>> holders(List<InPortal> asked) {
        List<Optional<Holder>> found = new ArrayList<>(Collections.nCopies(asked.size(), Optional.empty()));
        sql.useHandle(h -> h.statement(HOLDERS)
                .bindArray("grants", "uuid", asked, InPortal::grant)
                .bindArray("portals", "bigint", asked, InPortal::portalId)
                .map(rs -> found.set(
                        rs.getInt("place") - 1,
                        Optional.of(new Holder(RotationStore.grant(rs), CustomerStore.customer(rs)))))
                .list());
        return found;
    }

    private static final String HOLDERS = """
            select a.place, g.id as grant_id, g.session_id, g.client_id, g.browser_session, g.scopes, g.userinfo_claims,
                   g.auth_time, g.amr, c.id as customer_id,
            """ + CustomerStore.COLUMNS + """
            from unnest(:grants, :portals) with ordinality as a (id, portal, place)
            join token_grant g on g.id = a.id and g.portal_id = a.portal and g.client_id is not null
            join customer_session s on s.id = g.session_id
            join customer_whole c on c.id = g.customer_id
            where s.ended_at is null and g.expires_at > now() and c.disabled_at is null
            """;
    private static final String PROVEN = "with holder as (" + HOLDERS + "), " + UsedJwtStore.proved("holder")
            + "select holder.*, exists (select from proved) as proven from holder";

    /**
     * What an application was granted and can still use.
     *
     * @param signedInAt when its customer signed in for it
     */
    public record Granted(String client, List<String> scopes, Instant signedInAt, Instant expiresAt) {}

    /** What applications were granted by a customer, the latest first. */
    public List<Granted> ofCustomer(long customerId) {
        return sql.withHandle(h -> h.statement("""
                        select a.name, g.scopes, coalesce(g.auth_time, s.auth_time) as auth_time, g.expires_at
                        from customer_session s
                        join token_grant g on g.session_id = s.id
                        join api_client a on a.id = g.client_id
                        where s.customer_id = :customer and s.ended_at is null and g.expires_at > now()
                        order by auth_time desc, g.id
                        """)
                .bind("customer", customerId)
                .map(rs -> new Granted(
                        rs.getString("name"),
                        List.of((String[]) rs.getArray("scopes").getArray()),
                        Instants.of(rs, "auth_time"),
                        Instants.of(rs, "expires_at")))
                .list());
    }

    /** Until when a client's refresh token can be used, if nothing happens before; empty if it isn't the current one of a grant of theirs. */
    Optional<Instant> refreshableUntil(RefreshToken token, long clientId) {
        return sql.withHandle(h -> h.statement("""
                        select refresh_until from token_grant
                        where id = :grant and client_id = :client and refresh_hash = :hash and refresh_until > now()
                        """)
                .bind("grant", token.grant())
                .bind("client", clientId)
                .bind("hash", token.hash())
                .map(rs -> Instants.of(rs, "refresh_until"))
                .findOne());
    }

    /** Ends what a code had become that came again. */
    void endReused(UUID grant, AuditContext context) {
        end("g.id = :grant", statement -> statement.bind("grant", grant), "authn_token_reuse", context);
    }

    /** Ends a grant whose refresh token was used twice. Its application may not have done it, so it hears of it. */
    void endReplayed(UUID grant, AuditContext context) {
        sql.useHandle(h -> h.statement(ended("g.id = :grant") + TOLD + AUDITED)
                .bind("grant", grant)
                .bind("event", "authn_token_reuse")
                .bind("context", context.json())
                .map(rs -> true)
                .list());
    }

    /** Ends a client's grant at once; nothing happens where it has no such grant. */
    void revoke(UUID grant, long clientId, AuditContext context) {
        end(
                "g.id = :grant and g.client_id = :client",
                statement -> statement.bind("grant", grant).bind("client", clientId),
                "authn_token_revoked",
                context);
    }

    /**
     * Takes back what a customer agreed to for an application, and ends all that it was granted, and what its codes would become. A code that
     * is redeemed meanwhile is waited for, and so is one that is given meanwhile.
     */
    public void withdrawConsent(long customerId, long clientId, AuditContext context) {
        sql.useTransaction(h -> {
            // what each statement after it sees has all that this one waited for
            h.statement("select from customer where id = :customer for no key update")
                    .bind("customer", customerId)
                    .map(rs -> true)
                    .findOne();
            h.statement("delete from consent where customer_id = :customer and client_id = :client")
                    .bind("customer", customerId)
                    .bind("client", clientId)
                    .execute();
            h.statement("""
                            delete from authorization_code
                            where customer_id = :customer and client_id = :client and grant_id is null and expires_at > now()
                            """)
                    .bind("customer", customerId)
                    .bind("client", clientId)
                    .execute();
            h.statement(ended("g.client_id = :client and g.session_id in"
                                    + " (select o.id from customer_session o where o.customer_id = :customer)")
                            + TOLD
                            + AUDITED)
                    .bind("customer", customerId)
                    .bind("client", clientId)
                    .bind("event", "authn_token_revoked")
                    .bind("context", context.json())
                    .map(rs -> true)
                    .list();
            h.statement("""
                            select audit('consent_withdrawn', cast(:context as jsonb) || jsonb_build_object('client', :client),
                                         :customer)
                            """)
                    .bind("customer", customerId)
                    .bind("client", clientId)
                    .bind("context", context.json())
                    .map(rs -> true)
                    .one();
        });
    }

    private void end(String condition, Consumer<Statement> values, String event, AuditContext context) {
        sql.useHandle(h -> h.statement(ended(condition) + AUDITED)
                .with(values)
                .bind("event", event)
                .bind("context", context.json())
                .map(rs -> true)
                .list());
    }

    private static String ended(String condition) {
        return "with "
                + EndedSessions.withoutNotices(
                        "s.id in (select g.id from token_grant g where g.session_id = g.id and " + condition + ")")
                + """
                , dropped as (
                    delete from token_grant g where g.session_id <> g.id and %s
                    returning g.client_id, g.portal_id, g.customer_id, g.browser_session
                )
                """.formatted(condition);
    }

    private static final String AUDITED = """
            select audit(:event, cast(:context as jsonb), customer_id)
            from (select customer_id from ended union all select customer_id from dropped) gone
            """;
    /** The application didn't do it itself, so it hears of it. */
    private static final String TOLD = ", affected as (select * from withdrawn union all select * from dropped), "
            + EndedSessions.notices("affected");
}
