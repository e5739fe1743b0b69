package io.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Sql;
import io.vestibule.support.TestDatabases;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one statement makes of many refresh tokens. */
@Timeout(30)
class RotationStoreTest {
    private static final MasterKey KEYS = MasterKey.of(Secret.of(TestDatabases.MASTER_KEY));

    private final Sql sql = TestDatabases.demo().sql();
    private final RotationStore store = new RotationStore(sql, Duration.ofDays(14), Duration.ofSeconds(30));

    private PresentedRefreshToken presented(long portal) {
        UUID id = UUID.randomUUID();
        RefreshToken token = RefreshToken.first(id, KEYS);
        OpenedSession.open(sql, id, token.hash());
        return presented(token, portal);
    }

    private static PresentedRefreshToken presented(RefreshToken token, long portal) {
        return new PresentedRefreshToken(
                token, token.successors(KEYS), portal, null, null, null, null, null, AuditContext.COMMAND);
    }

    private static PresentedRefreshToken next(PresentedRefreshToken before) {
        return presented(before.successors().getFirst(), before.portalId());
    }

    private static boolean rotated(Rotation rotation, PresentedRefreshToken presented) {
        return rotation instanceof Rotation.Successor(TokenGrant grant, RefreshToken token)
                && grant.customerId() == OpenedSession.JOHN
                && token.reveal().equals(presented.successors().getFirst().reveal());
    }

    private boolean stored(PresentedRefreshToken presented) {
        return sql.<Boolean>withHandle(
                h -> h.statement("select exists (select from token_grant where id = :id and former_hash = :token)")
                        .bind("id", presented.token().grant())
                        .bind("token", presented.token().hash())
                        .map(rs -> rs.getBoolean(1))
                        .one());
    }

    @Test
    void each_token_has_a_verdict_of_its_own() {
        PresentedRefreshToken good = presented(1);
        PresentedRefreshToken otherPortal = presented(2);
        PresentedRefreshToken unknown = presented(RefreshToken.first(UUID.randomUUID(), KEYS), 1);
        PresentedRefreshToken used = presented(1);
        store.rotateAll(List.of(used));
        store.rotateAll(List.of(next(used)));

        List<Rotation> came = store.rotateAll(List.of(otherPortal, used, good, unknown));

        assertThat(came.get(0)).isEqualTo(new Rotation.Over());
        assertThat(came.get(1)).isEqualTo(new Rotation.Reused());
        assertThat(rotated(came.get(2), good)).isTrue();
        assertThat(came.get(3)).isEqualTo(new Rotation.Over());
        assertThat(store.rotateAll(List.of(next(next(used))))).containsExactly(new Rotation.Over());
        assertThat(rotated(store.rotateAll(List.of(good)).getFirst(), good))
                .as("once more, within the grace")
                .isTrue();
    }

    @Test
    void one_that_somebody_holds_makes_no_other_wait_and_is_rotated_once_it_is_free() {
        PresentedRefreshToken held = presented(1);
        PresentedRefreshToken free = presented(1);
        CompletableFuture<List<Rotation>> came = sql.inTransaction(h -> {
            h.execute(
                    "select from token_grant where id = ? for update",
                    held.token().grant());
            var rotations = CompletableFuture.supplyAsync(
                    () -> store.rotateAll(List.of(held, free)), Thread::startVirtualThread);
            while (!stored(free) && !rotations.isDone()) {
                Thread.onSpinWait();
            }
            h.execute(
                    "update token_grant set portal_id = portal_id where id = ?",
                    free.token().grant());
            return rotations;
        });
        assertThat(rotated(came.join().get(0), held)).isTrue();
        assertThat(rotated(came.join().get(1), free)).isTrue();
    }
}
