package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.LoginName;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.sql.Sql;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements of a proof by password: one before the password is verified, and one after. */
public final class PasswordProofStore {
    private final Sql sql;

    public PasswordProofStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param password a PHC string, or null for a customer who has none
     * @param awaits   whether they are known from elsewhere, and the portal's upstream alone knows their password
     */
    record Credentials(Customer customer, @Nullable String password, boolean awaits) {
        @Override
        public String toString() {
            return "Credentials[customer " + customer.id() + "]";
        }
    }

    /** Takes the permits of an attempt and reads the credentials of whoever has the login. */
    Permitted<Optional<Credentials>> credentials(Permits permits, long portalId, LoginName login) {
        return credentials(
                permits,
                portalId,
                login.value(),
                "(select l.customer_id from login l where l.portal_id = :portal and l.value = :who)");
    }

    /** The same for a customer who is known already. */
    Permitted<Optional<Credentials>> credentials(Permits permits, Customer customer) {
        return credentials(permits, customer.portalId(), Long.toString(customer.id()), "cast(:who as bigint)");
    }

    private Permitted<Optional<Credentials>> credentials(Permits permits, long portalId, String who, String id) {
        return sql.withHandle(h -> h.statement("select extract(epoch from permit.wait) as wait, "
                        + "case when c.password_until <= now() then null else c.password end as password, c.awaits_upstream, "
                        + CustomerStore.COLUMNS + "from (select " + GuardStore.ACQUIRE + " as wait) permit" + """
                         left join customer_whole c on permit.wait is null and c.portal_id = :portal and c.id =
                        """ + id)
                .with(GuardStore.values(permits))
                .bind("portal", portalId)
                .bind("who", who)
                .map(rs -> GuardStore.permitted(
                        rs.getBigDecimal("wait"),
                        rs.getLong("id") == 0
                                ? Optional.<Credentials>empty()
                                : Optional.of(new Credentials(
                                        CustomerStore.customer(rs),
                                        rs.getString("password"),
                                        rs.getBoolean("awaits_upstream")))))
                .one());
    }

    /**
     * A password that was hashed and compared.
     *
     * @param found   whoever has the login, with the password that it was compared with
     * @param right   whether it is theirs and the caller lets them in
     * @param subject whose failures are counted
     * @param grant   what a right one brings
     * @param success the audit event that a right one is, if nothing else is needed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Compared(@Nullable Credentials found, boolean right, byte[] subject, Grant grant, String success) {}

    /** What was decided. */
    sealed interface Decision {
        /**
         * The password is right, and the grant stored as far as {@code needs} lets it. The count of failures is cleared, but not of
         * somebody who has a second factor on: whoever knows the password could guess codes for ever.
         */
        record Admitted(Admission.Needs needs) implements Decision {}

        /** They aren't let in, and it counted, unless a lock held already. */
        record Refused(int remaining) implements Decision {}

        /** The password that it was compared with isn't theirs any more: nothing is decided. */
        record Outdated() implements Decision {}
    }

    /**
     * Decides: a right password lets in if it is still the customer's, they aren't disabled, and no lock holds at this moment;
     * anything else is a failure. One and the same statement, so that its time doesn't tell a right password while a lock holds.
     * The customer's row is locked before the count, in the order in which a reset does.
     */
    Decision decide(Compared compared, Lockout rule, AuditContext context) {
        Credentials found = compared.found();
        return sql.withHandle(h -> h.statement(DECIDED.formatted(Admission.to(compared.grant())))
                .with(compared.grant().values())
                .bind("customer", found == null ? null : found.customer().id())
                .bind("password", found == null ? null : found.password())
                .bind("right", compared.right())
                .bind("amr", SignInMethod.PASSWORD.amr())
                .bind("success", compared.success())
                .bind("subject", compared.subject())
                .bind("attempts", rule.attempts())
                .bind("lock", rule.duration().toString())
                .bind("context", context.json())
                .map(rs -> decision(rs.getString("needs"), rs.getObject("remaining", Integer.class)))
                .one());
    }

    private static Decision decision(@Nullable String needs, @Nullable Integer remaining) {
        if (needs != null) {
            return new Decision.Admitted(Admission.Needs.valueOf(needs));
        }
        return remaining == null ? new Decision.Outdated() : new Decision.Refused(remaining);
    }

    private static final String DECIDED = """
            with person as (
                select id, portal_id, disabled_at is null as enabled, second_factor_at is not null as second_factor,
                       password_until is not null as temporary,
                       password is not distinct from :password and coalesce(password_until > now(), true) as same
                from customer where :right and id = :customer
                for share
            ), seen as (
                select locked_until from lockout where subject = :subject and exists (select 1 from person) for update
            ), proven as (
                select id, portal_id, 'password' as method, array[cast(:amr as text)] as amr, temporary, second_factor,
                       cast('{}' as jsonb) as detail
                from person
                where same and enabled and not exists (select 1 from seen where locked_until > now())
            ), cleared as (
                delete from lockout where subject = :subject and exists (select 1 from proven where not second_factor)
            ), failure as (
            """ + GuardStore.failure("""
            not exists (select 1 from proven) and not exists (select 1 from person where not same)
            """) + """
            ), %s
            select needs, remaining,
                   case when needs is not null then
            """ + Admission.audited(":success") + """
                        when remaining is not null
                        then audit(case when locked then 'authn_login_lock' else 'authn_login_fail' end, cast(:context as jsonb),
                                   :customer, case when cast(:customer as bigint) is null
                                                   then jsonb_build_object('login', encode(:subject, 'hex')) else '{}' end
                                              || jsonb_build_object('reason', case
                                                     when remaining = 0 and not locked then 'locked'
                                                     when cast(:customer as bigint) is null then 'unknown'
                                                     when cast(:password as text) is null then 'passwordless'
                                                     when exists (select 1 from person) then 'disabled'
                                                     else 'password' end)) end
            from (select 1) as one left join admitted on true left join failure on true
            """;

    /** Keeps a password's new hash, unless the password changed meanwhile. */
    void rehash(Credentials credentials, String hash) {
        sql.useHandle(
                h -> h.statement("update customer set password = :hash where id = :customer and password = :password")
                        .bind("hash", hash)
                        .bind("customer", credentials.customer().id())
                        .bind("password", credentials.password())
                        .execute());
    }
}
