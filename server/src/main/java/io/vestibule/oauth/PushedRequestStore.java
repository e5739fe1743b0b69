package io.vestibule.oauth;

import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.json.Json;
import io.vestibule.secret.Tokens;
import io.vestibule.session.DpopProof;
import io.vestibule.session.UsedJwtStore;
import io.vestibule.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests for a code that applications handed over by themselves. The database's clock decides how long they are good. */
public final class PushedRequestStore {
    private final Sql sql;

    public PushedRequestStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Takes the permits and keeps a request. Each takes two along that are out of date, so that the table stays small.
     *
     * @param proof of possession, of which is taken note; null for none
     * @return false if the proof was used before
     */
    Permitted<Boolean> add(
            Permits permits,
            String reference,
            long clientId,
            Json.Object parameters,
            Duration life,
            @Nullable DpopProof proof) {
        return sql.withHandle(h -> h.statement(ADDED)
                .with(GuardStore.values(permits))
                .with(UsedJwtStore.values(proof))
                .bind("hash", Tokens.hash(reference))
                .bind("client", clientId)
                .bind("parameters", parameters.toString())
                .bind("life", life.toString())
                .map(rs -> GuardStore.permitted(rs.getBigDecimal("wait"), rs.getBoolean("kept")))
                .one());
    }

    private static final String ADDED = "with permit as (select extract(epoch from " + GuardStore.ACQUIRE + """
            ) as wait), admitted as (
                select from permit where wait is null
            ), gone as (
                delete from pushed_request where hash in (
                    select hash from pushed_request where expires_at < now() limit 2 for update skip locked)
            ),
            """
            + UsedJwtStore.proved("admitted") + """
            , kept as (
                insert into pushed_request (hash, client_id, parameters, expires_at)
                select :hash, :client, cast(:parameters as jsonb), now() + cast(:life as interval) from admitted where
            """ + UsedJwtStore.PROVED_OR_NONE + """
                returning hash
            )
            select wait, exists (select from kept) as kept from permit
            """;

    /**
     * What a client's request says that a browser brings; empty if there is none any more.
     *
     * @param clientId the application's name
     * @param life     from the first time on
     */
    Optional<Json.Object> use(String reference, long portalId, String clientId, Duration life) {
        return sql.withHandle(h -> h.statement("""
                        update pushed_request
                        set used_at = coalesce(used_at, now()),
                            expires_at = case when used_at is null then now() + cast(:life as interval) else expires_at end
                        where hash = :hash and expires_at > now()
                          and client_id = (select id from api_client where name = :client and portal_id = :portal)
                        returning cast(parameters as text) as parameters
                        """)
                .bind("life", life.toString())
                .bind("hash", Tokens.hash(reference))
                .bind("client", clientId)
                .bind("portal", portalId)
                .map(rs -> object(rs.getString("parameters")))
                .findOne());
    }

    /** The same while the customer is on a page, which changes nothing. */
    Optional<Json.Object> find(String reference, long portalId, String clientId) {
        return sql.withHandle(h -> h.statement("""
                        select cast(p.parameters as text) as parameters
                        from pushed_request p join api_client a on a.id = p.client_id
                        where p.hash = :hash and p.expires_at > now() and a.name = :client and a.portal_id = :portal
                        """)
                .bind("hash", Tokens.hash(reference))
                .bind("client", clientId)
                .bind("portal", portalId)
                .map(rs -> object(rs.getString("parameters")))
                .findOne());
    }

    private static Json.Object object(String text) {
        return (Json.Object) Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
