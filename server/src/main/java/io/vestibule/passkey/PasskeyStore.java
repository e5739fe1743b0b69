package io.vestibule.passkey;

import io.vestibule.audit.AuditContext;
import io.vestibule.mail.MailPurpose;
import io.vestibule.portal.RpId;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Customers' passkeys. The customer's row lock puts all changes in order. */
public final class PasskeyStore {
    private static final String COLUMNS = """
            p.id, p.credential_id, p.rp_id, p.transports, p.discoverable, p.backed_up, p.name, p.created_at, p.last_used_at
            """;

    /** A condition: any portal has a passkey with the id {@code credential}, or an operator. */
    public static final String KNOWN = """
            (exists (select from passkey k where k.credential_id = :credential)
             or exists (select from operator_passkey k where k.credential_id = :credential))
            """;

    private final Sql sql;

    public PasskeyStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * What a customer has.
     *
     * @param handle by whom authenticators know them; null for one who never registered a passkey
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Kept(byte @Nullable [] handle, List<Passkey> passkeys) {
        public Kept {
            passkeys = List.copyOf(passkeys);
        }

        /** What a page tells passkey managers of a site; empty where there is nothing to tell of. */
        public Optional<PasskeySignals> signals(RpId site) {
            return Optional.ofNullable(handle)
                    .map(known -> new PasskeySignals(
                            site,
                            known,
                            passkeys.stream()
                                    .filter(passkey -> passkey.site().equals(site.value()))
                                    .map(Passkey::credentialId)
                                    .toList()));
        }

        List<PasskeyDescriptor> descriptors(RpId site) {
            return passkeys.stream()
                    .filter(passkey -> passkey.site().equals(site.value()))
                    .map(Passkey::descriptor)
                    .toList();
        }
    }

    /** The customer's passkeys, the oldest first. */
    public Kept passkeys(long customerId) {
        return sql.withHandle(h -> passkeys(h, customerId));
    }

    /** The same in the transaction of the handle. */
    static Kept passkeys(Handle h, long customerId) {
        List<Passkey> passkeys = new ArrayList<>();
        List<byte[]> handles = new ArrayList<>();
        h.statement("select u.handle, " + COLUMNS + """
                        from (select cast(:customer as bigint) as id) c
                        left join passkey_user u on u.customer_id = c.id
                        left join passkey p on p.customer_id = c.id
                        order by p.id
                        """)
                .bind("customer", customerId)
                .map(rs -> {
                    byte[] handle = rs.getBytes("handle");
                    if (handle != null && handles.isEmpty()) {
                        handles.add(handle);
                    }
                    return rs.getLong("id") == 0 || passkeys.add(passkey(rs));
                })
                .list();
        return new Kept(handles.isEmpty() ? null : handles.getFirst(), passkeys);
    }

    private static Passkey passkey(ResultSet rs) throws SQLException {
        return new Passkey(
                rs.getLong("id"),
                rs.getBytes("credential_id"),
                rs.getString("rp_id"),
                List.of((String[]) rs.getArray("transports").getArray()),
                rs.getObject("discoverable", Boolean.class),
                rs.getObject("backed_up", Boolean.class),
                rs.getString("name"),
                Instants.of(rs, "created_at"),
                Instants.orNull(rs, "last_used_at"));
    }

    /** Whether there is a passkey with that id, be it an operator's. */
    public boolean isKnown(byte[] credentialId) {
        return sql.withHandle(h -> h.statement("select " + KNOWN + " as known")
                .bind("credential", credentialId)
                .mapTo(Boolean.class)
                .one());
    }

    /** Gives a passkey of the customer's another name, null for none; false if they have no such passkey. */
    public boolean rename(long customerId, long id, @Nullable String name, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            update passkey set name = :name where id = :id and customer_id = :customer returning id, customer_id
                        )
                        select audit('authn_passkey_renamed', cast(:context as jsonb), customer_id, jsonb_build_object('passkey', id))
                        from changed
                        """)
                .bind("customer", customerId)
                .bind("id", id)
                .bind("name", name)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** How removing a passkey ended. */
    public sealed interface Removal {
        /** It is gone, and these are left. */
        record Removed(Kept left) implements Removal {}

        /** The customer has no such passkey. */
        record Unknown() implements Removal {}

        /** They have a second factor on by now, and gave no code. */
        record CodeWanted() implements Removal {}
    }

    /**
     * Removes a passkey of the customer's. A mail tells of it.
     *
     * @param proven whether it needs no code, or one was given
     */
    public Removal remove(long customerId, long id, boolean proven, AuditContext context) {
        return sql.inTransaction(h -> {
            String ended = h.statement("""
                            with holder as (
                                select id, portal_id, email, :proven or second_factor_at is null as proven
                                from customer where id = :customer for no key update
                            ), removed as (
                                delete from passkey p using holder
                                where p.id = :id and p.customer_id = holder.id and holder.proven
                                returning p.id, p.customer_id
                            ), told as (
                                insert into outbox (portal_id, customer_id, purpose)
                                select holder.portal_id, holder.id, :notice from holder, removed where holder.email is not null
                            )
                            select case when removed.id is not null then 'removed' when holder.proven then 'unknown' else 'code' end
                                       as ended,
                                   case when removed.id is not null
                                        then audit('authn_passkey_removed', cast(:context as jsonb), holder.id,
                                                   jsonb_build_object('passkey', removed.id)) end
                            from holder left join removed on true
                            """)
                    .bind("customer", customerId)
                    .bind("id", id)
                    .bind("proven", proven)
                    .bind("notice", MailPurpose.PASSKEY_REMOVED.label())
                    .bind("context", context.json())
                    .map(rs -> rs.getString("ended"))
                    .findOne()
                    .orElse("unknown");
            return switch (ended) {
                case "removed" -> new Removal.Removed(passkeys(h, customerId));
                case "code" -> new Removal.CodeWanted();
                default -> new Removal.Unknown();
            };
        });
    }
}
