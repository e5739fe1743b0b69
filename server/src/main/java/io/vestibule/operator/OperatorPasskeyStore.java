package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.passkey.PasskeyDescriptor;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Instants;
import io.vestibule.sql.Sql;
import java.util.List;

/** Operators' passkeys. The operator's row lock puts all changes in order. */
public final class OperatorPasskeyStore {
    private final Sql sql;

    public OperatorPasskeyStore(Sql sql) {
        this.sql = sql;
    }

    /** Those of an operator, the oldest first. */
    public List<OperatorPasskey> list(long operator) {
        return sql.withHandle(h -> h.statement("""
                        select id, rp_id, backed_up, name, created_at, last_used_at from operator_passkey
                        where operator_id = :operator order by id
                        """)
                .bind("operator", operator)
                .map(rs -> new OperatorPasskey(
                        rs.getLong("id"),
                        rs.getString("rp_id"),
                        rs.getBoolean("backed_up"),
                        rs.getString("name"),
                        Instants.of(rs, "created_at"),
                        Instants.orNull(rs, "last_used_at")))
                .list());
    }

    /** The passkeys of an operator for a site, as browsers want them listed. */
    static List<PasskeyDescriptor> descriptors(Handle h, long operator, ConsoleParty party) {
        return h.statement("""
                        select credential_id, transports from operator_passkey
                        where operator_id = :operator and rp_id = :rp order by id
                        """)
                .bind("operator", operator)
                .bind("rp", party.id().value())
                .map(rs -> new PasskeyDescriptor(rs.getBytes("credential_id"), List.of((String[])
                        rs.getArray("transports").getArray())))
                .list();
    }

    /** Gives a passkey another name; false if the operator has no such passkey. */
    boolean rename(long operator, long passkey, String name, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            update operator_passkey set name = :name where id = :passkey and operator_id = :operator
                            returning id, operator_id
                        )
                        select audit('operator_passkey_renamed', cast(:context as jsonb), null,
                                     jsonb_build_object('operator', operator_id, 'passkey', id))
                        from changed
                        """)
                .bind("operator", operator)
                .bind("passkey", passkey)
                .bind("name", name)
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** How removing a passkey ended. */
    public enum Removed {
        REMOVED,
        /** The operator would be left without a second factor. */
        LAST_FACTOR,
        UNKNOWN
    }

    /** Removes a passkey, unless it is the last second factor that the operator has. */
    public Removed remove(long operator, long passkey, AuditContext context) {
        return sql.inTransaction(h -> {
            if (!exists(h, operator, passkey)) {
                return Removed.UNKNOWN;
            }
            return h.statement("""
                            with removed as (
                                delete from operator_passkey p using operator o
                                where p.id = :passkey and o.id = :operator and p.operator_id = o.id
                                  and (o.totp is not null
                                       or exists (select from operator_passkey q where q.operator_id = o.id and q.id <> p.id))
                                returning p.id, p.operator_id
                            )
                            select audit('operator_passkey_removed', cast(:context as jsonb), null,
                                         jsonb_build_object('operator', operator_id, 'passkey', id))
                            from removed
                            """)
                    .bind("operator", operator)
                    .bind("passkey", passkey)
                    .bind("context", context.json())
                    .map(rs -> Removed.REMOVED)
                    .findOne()
                    .orElse(Removed.LAST_FACTOR);
        });
    }

    /** Whether the operator has it. Their row is locked: of two who remove the last two at once, one learns that it is the last. */
    private static boolean exists(Handle h, long operator, long passkey) {
        return h.statement("select id from operator where id = :operator for no key update")
                        .bind("operator", operator)
                        .mapTo(Long.class)
                        .findOne()
                        .isPresent()
                && h.statement(
                                "select exists (select from operator_passkey where id = :passkey and operator_id = :operator)")
                        .bind("operator", operator)
                        .bind("passkey", passkey)
                        .mapTo(Boolean.class)
                        .one();
    }
}
