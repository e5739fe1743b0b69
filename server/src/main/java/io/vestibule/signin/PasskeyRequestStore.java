package io.vestibule.signin;

import io.vestibule.customer.LoginName;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.passkey.PasskeyChallenge;
import io.vestibule.passkey.PasskeyDescriptor;
import io.vestibule.passkey.RelyingParty;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Sign-ins by passkey that wait for the browser's answer. */
public final class PasskeyRequestStore {
    private final Sql sql;

    public PasskeyRequestStore(Sql sql) {
        this.sql = sql;
    }

    /** Takes the permits and begins a sign-in for which any passkey of the portal will do. */
    Permitted<Boolean> begin(Permits permits, RelyingParty party, PasskeyChallenge challenge) {
        return sql.withHandle(h -> h.statement(BEGUN.formatted("", "false, null") + "select wait from permit")
                .with(values(permits, party, challenge))
                .map(rs -> GuardStore.permitted(rs.getBigDecimal("wait"), true))
                .one());
    }

    /** The same for whoever has the login, with their passkeys; one statement whether or not somebody has it. */
    Permitted<List<PasskeyDescriptor>> begin(
            Permits permits, RelyingParty party, PasskeyChallenge challenge, LoginName login) {
        String statement = BEGUN.formatted("""
                , who as (
                    select l.customer_id from login l, permit
                    where permit.wait is null and l.portal_id = :portal and l.value = :login
                )""", "true, (select customer_id from who)") + """
                select wait, p.credential_id, p.transports
                from permit left join passkey p on p.customer_id = (select customer_id from who) and p.rp_id = :rp
                order by p.last_used_at desc nulls last, p.id
                """;
        record Row(Permitted<Boolean> permitted, Optional<PasskeyDescriptor> passkey) {}
        List<Row> rows = sql.withHandle(h -> h.statement(statement)
                .with(values(permits, party, challenge))
                .bind("login", login.value())
                .map(rs -> new Row(GuardStore.permitted(rs.getBigDecimal("wait"), true), descriptor(rs)))
                .list());
        return switch (rows.getFirst().permitted()) {
            case Permitted.Throttled<Boolean>(var retryAfter) -> new Permitted.Throttled<>(retryAfter);
            case Permitted.Granted<Boolean> granted ->
                new Permitted.Granted<>(
                        rows.stream().flatMap(row -> row.passkey().stream()).toList());
        };
    }

    private static Optional<PasskeyDescriptor> descriptor(ResultSet rs) throws SQLException {
        byte[] id = rs.getBytes("credential_id");
        return id == null
                ? Optional.empty()
                : Optional.of(new PasskeyDescriptor(
                        id, List.of((String[]) rs.getArray("transports").getArray())));
    }

    private static final String BEGUN =
            "with permit as (select extract(epoch from " + GuardStore.ACQUIRE + ") as wait)%s" + """
            , begun as (
                insert into passkey_ceremony (hash, portal_id, kind, named, customer_id, rp_id, expires_at)
                select :hash, :portal, 'sign-in', %s, :rp, now() + cast(:life as interval) from permit where wait is null
            )
            """;

    private static Consumer<Statement> values(Permits permits, RelyingParty party, PasskeyChallenge challenge) {
        return GuardStore.values(permits)
                .andThen(s -> s.bind("hash", challenge.hash())
                        .bind("portal", party.portal().id())
                        .bind("rp", party.id().value())
                        .bind("life", PasskeyChallenge.LIFE.toString()));
    }
}
