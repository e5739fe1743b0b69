package io.vestibule.portal;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Sql;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Which passkeys customers may have, as operators set it. */
public final class PasskeyPolicyStore {
    private final Sql sql;

    public PasskeyPolicyStore(Sql sql) {
        this.sql = sql;
    }

    /** Reads the columns of a portal. */
    static PasskeyPolicy policy(ResultSet rs) throws SQLException {
        String rpId = rs.getString("passkey_rp_id");
        return new PasskeyPolicy(
                rpId == null ? null : new RpId(rpId),
                List.of((String[]) array(rs, "passkey_top_origins")),
                Set.copyOf(List.of((UUID[]) array(rs, "passkey_allowed"))),
                Set.copyOf(List.of((UUID[]) array(rs, "passkey_blocked"))),
                rs.getInt("passkey_limit"));
    }

    private static Object array(ResultSet rs, String column) throws SQLException {
        Array array = rs.getArray(column);
        return array.getArray();
    }

    /** Sets the whole policy; false if there is no such portal. */
    public boolean set(long portalId, PasskeyPolicy policy, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            update portal
                            set passkey_rp_id = :rp, passkey_top_origins = :tops, passkey_allowed = :allowed,
                                passkey_blocked = :blocked, passkey_limit = :most
                            where id = :portal
                            returning id, passkey_rp_id, passkey_top_origins, passkey_allowed, passkey_blocked, passkey_limit
                        )
                        select audit('portal_passkeys_changed', cast(:context as jsonb) || jsonb_build_object('portal', id), null,
                                     jsonb_build_object('rpId', passkey_rp_id, 'topOrigins', passkey_top_origins,
                                                        'allowed', passkey_allowed, 'blocked', passkey_blocked,
                                                        'limit', passkey_limit))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("rp", policy.rpId() == null ? null : policy.rpId().value())
                .bindArray("tops", "text", policy.topOrigins())
                .bindArray("allowed", "uuid", policy.allowed())
                .bindArray("blocked", "uuid", policy.blocked())
                .bind("most", policy.most())
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** How many passkeys of a portal's customers were made for another site than this: they don't work any more. */
    public long ofOtherSites(long portalId, RpId rpId) {
        return sql.withHandle(h -> h.statement("""
                        select (select count(*) from passkey where portal_id = :portal and rp_id < :rp)
                             + (select count(*) from passkey where portal_id = :portal and rp_id > :rp)
                        """)
                .bind("portal", portalId)
                .bind("rp", rpId.value())
                .mapTo(Long.class)
                .one());
    }
}
