package io.vestibule.upstream;

import io.vestibule.customer.LoginName;
import io.vestibule.sql.Sql;
import io.vestibule.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which logins the upstream may be asked for, and by whom at a moment. */
public final class MoveInClaimStore {
    /** Longer than asking, hashing and storing take. */
    private static final String CLAIM_LIFE = "30 seconds";

    private final Sql sql;

    public MoveInClaimStore(Sql sql) {
        this.sql = sql;
    }

    /**
     * Who is to be asked for.
     *
     * @param subject    a keyed hash of portal and login
     * @param failures   whose failures are counted
     * @param customerId who has the login here and no password; null for nobody
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Wanted(
            long portalId,
            LoginName login,
            byte[] subject,
            byte[] failures,
            @Nullable Long customerId) {}

    /** Whether one may ask. */
    enum Claim {
        /** One may, and nobody else does until it is {@linkplain #release released}. */
        GRANTED,
        /** Somebody else asks. */
        BUSY,
        /** Somebody else asked meanwhile: it isn't as it was. */
        OUTDATED,
        /** A lock holds, or a customer of here had the login and gave it up: the upstream isn't asked. */
        REFUSED
    }

    /** Claims the right to ask, and looks once more, now that nobody else does. */
    Claim claim(Wanted wanted, UUID holder) {
        return claim(
                wanted,
                "claim_move_in(:subject, :holder, cast(:life as interval), " + WANTED + ")",
                statement -> statement
                        .bind("subject", wanted.subject())
                        .bind("holder", holder)
                        .bind("life", CLAIM_LIFE));
    }

    /** What a claim would come to that nobody else has. */
    Claim look(Wanted wanted) {
        return claim(wanted, "coalesce(move_in_obstacle(" + WANTED + "), 'GRANTED')", statement -> {});
    }

    private static final String WANTED = ":portal, :login, :failures, cast(:customer as bigint)";

    private Claim claim(Wanted wanted, String call, Consumer<Statement> more) {
        return sql.withHandle(h -> h.statement("select " + call + " as claim")
                .bind("portal", wanted.portalId())
                .bind("login", wanted.login().value())
                .bind("failures", wanted.failures())
                .bind("customer", wanted.customerId())
                .with(more)
                .map(rs -> Claim.valueOf(rs.getString("claim")))
                .one());
    }

    /** Whether a customer of here had the login and gave it up. */
    boolean isGivenUp(long portalId, LoginName login) {
        return Objects.requireNonNull(sql.withHandle(h -> h.statement("""
                        select exists (select from given_up_login where portal_id = :portal and hash = sha256(convert_to(:login, 'UTF8')))
                        """)
                .bind("portal", portalId)
                .bind("login", login.value())
                .mapTo(Boolean.class)
                .one()));
    }

    /** Whether a customer of here has the login. */
    boolean isHere(long portalId, LoginName login) {
        return Objects.requireNonNull(sql.withHandle(
                h -> h.statement("select exists (select from login where portal_id = :portal and value = :login)")
                        .bind("portal", portalId)
                        .bind("login", login.value())
                        .mapTo(Boolean.class)
                        .one()));
    }

    /** Whether somebody asks at this moment. */
    boolean isClaimed(byte[] subject) {
        return Objects.requireNonNull(sql.withHandle(h -> h.statement(
                        "select exists (select from move_in_claim where subject = :subject and expires_at > now())")
                .bind("subject", subject)
                .mapTo(Boolean.class)
                .one()));
    }

    /** Gives back the right to ask. */
    void release(byte[] subject, UUID holder) {
        sql.useHandle(h -> h.statement("delete from move_in_claim where subject = :subject and holder = :holder")
                .bind("subject", subject)
                .bind("holder", holder)
                .execute());
    }
}
