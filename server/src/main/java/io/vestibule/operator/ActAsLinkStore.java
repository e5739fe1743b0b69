package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.mail.MailPurpose;
import io.vestibule.secret.Tokens;
import io.vestibule.session.ActAsSession;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Links by which an operator begins to act for a customer: each is one operator's, and good once. */
public final class ActAsLinkStore {
    /** How long a link is good. */
    public static final Duration LINK_LIFE = Duration.ofMinutes(5);
    /** How long the session holds at most. */
    public static final Duration SESSION_LIFE = Duration.ofMinutes(30);

    private static final List<String> ROLES = Arrays.stream(Role.values())
            .filter(role -> role.includes(Action.CUSTOMER_ACT_AS.least()))
            .map(Role::label)
            .toList();

    /** Whether an operator {@code o} may act for the customers of portal {@code p}. */
    private static final String PERMITTED =
            "o.disabled_at is null and o.role = any (:roles) and (o.portals is null or p.id = any (o.portals)) and p.act_as";

    /** A link that is good, from customers {@code c} and what else is joined. */
    private static String ofLink(String customers, String more) {
        return """
            from act_as_link l
            join %s c on c.id = l.customer_id
            join portal p on p.id = c.portal_id
            join operator o on o.id = l.operator_id
            %s
            where l.hash = :hash and l.operator_id = :operator and c.portal_id = :portal and l.expires_at > now()
              and c.disabled_at is null and %s
            """.formatted(customers, more, PERMITTED);
    }

    private final Sql sql;

    public ActAsLinkStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * What came of the wish for a link.
     *
     * @param expiresAt when it is void; null where none was made
     * @param disabled  whether the customer is
     * @param on        whether their portal lets operators act for them
     */
    public record Issued(@Nullable Instant expiresAt, boolean disabled, boolean on) {}

    /** Makes a link for an operator; empty if there is no such customer. */
    public Optional<Issued> issue(String token, long customer, long operator, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with subject as (
                            select c.id, c.portal_id, c.disabled_at is not null as disabled, p.act_as
                            from customer c join portal p on p.id = c.portal_id where c.id = :customer
                        ), made as (
                            insert into act_as_link (hash, customer_id, operator_id, expires_at)
                            select :hash, c.id, o.id, now() + cast(:life as interval)
                            from subject c join portal p on p.id = c.portal_id join operator o on o.id = :operator
                            where not c.disabled and
                        """ + PERMITTED + """
                            returning expires_at
                        )
                        select expires_at, disabled, act_as,
                               case when expires_at is not null
                                    then audit('act_as_link_issued', cast(:context as jsonb) || jsonb_build_object('portal', portal_id),
                                               id, jsonb_build_object('operator', :operator)) end
                        from subject left join made on true
                        """)
                .bind("customer", customer)
                .bind("operator", operator)
                .bind("hash", Tokens.hash(token))
                .bind("life", LINK_LIFE.toString())
                .bindArray("roles", "text", ROLES)
                .bind("context", context.json())
                .map(rs -> new Issued(
                        Instants.orNull(rs, "expires_at"), rs.getBoolean("disabled"), rs.getBoolean("act_as")))
                .findOne());
    }

    /** Whom a link of the operator's is for; empty if it isn't good, or is another's. */
    Optional<Customer> customer(String token, long portal, long operator) {
        return sql.withHandle(h -> h.statement("select " + CustomerStore.COLUMNS + ofLink("customer_whole", ""))
                .bind("hash", Tokens.hash(token))
                .bind("portal", portal)
                .bind("operator", operator)
                .bindArray("roles", "text", ROLES)
                .map(CustomerStore::customer)
                .findOne());
    }

    /**
     * Uses a link up and opens the session that it is for, in one statement: of any number of tries, one wins. The session ends with the
     * operator's, after half an hour at the latest. What the operator had begun before ends. A mail tells the customer.
     *
     * @param cookie of the session
     * @return how long it holds; empty if the link isn't good, or is another's
     */
    Optional<Duration> open(String token, long portal, Principal operator, String cookie, AuditContext context) {
        return sql.withHandle(h -> h.statement(OPENED)
                .bind("hash", Tokens.hash(token))
                .bind("portal", portal)
                .bind("operator", operator.id())
                .bind("operatorName", operator.name())
                .bind("operatorSession", Objects.requireNonNull(operator.session()))
                .bindArray("roles", "text", ROLES)
                .bind("session", UUID.randomUUID())
                .bind("cookie", Tokens.hash(cookie))
                .bindArray("amr", "text", List.of(ActAsSession.METHOD))
                .bind("life", SESSION_LIFE.toString())
                .bind("notice", MailPurpose.ACT_AS_STARTED.label())
                .bind("context", context.json())
                .map(ActAsLinkStore::life)
                .findOne());
    }

    private static Duration life(ResultSet rs) throws SQLException {
        return Duration.between(Instants.of(rs, "now"), Instants.of(rs, "expires_at"));
    }

    /** Who may no longer is locked out first: a customer who is disabled meanwhile, a portal or operator that is changed, a sign-out. */
    private static final String OPENED = """
            with holder as (
                select c.id, c.portal_id, c.email,
                       least(now() + cast(:life as interval), s.expires_at, s.seen_at + %s) as expires_at
            """.formatted(OperatorSessionStore.IDLE_INTERVAL)
            + ofLink("customer", "join operator_session s on s.id = :operatorSession and s.operator_id = o.id")
            + """
                for share of c, p, o, s
            ), used as (
                delete from act_as_link where hash = :hash and exists (select from holder) returning customer_id
            ), admitted as (
                select holder.* from holder join used on used.customer_id = holder.id
            ), former as (
                delete from act_as_session where operator_session = :operatorSession and exists (select from admitted)
            ), opened as (
                insert into customer_session (id, portal_id, customer_id, amr, expires_at)
                select :session, portal_id, id, :amr, expires_at from admitted
                returning id
            ), acting as (
                insert into act_as_session (session_id, hash, operator_session, operator_id, operator_name)
                select id, :cookie, :operatorSession, :operator, :operatorName from opened
            ), told as (
                insert into outbox (portal_id, customer_id, purpose) select portal_id, id, :notice from admitted where email is not null
            )
            select now() as now, expires_at,
                   audit('act_as_started', cast(:context as jsonb), id,
                         jsonb_build_object('session', cast(:session as text), 'until', expires_at))
            from admitted
            """;
}
