package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.Profile;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Permits;
import io.vestibule.json.Json;
import io.vestibule.password.HashPool;
import io.vestibule.portal.Caller;
import io.vestibule.signin.PasswordProof.Attempt;
import io.vestibule.signin.PasswordProof.Begun;
import io.vestibule.signin.PasswordProofStore.Credentials;
import io.vestibule.upstream.MoveInClaimStore;
import io.vestibule.upstream.MoveInClaims;
import io.vestibule.upstream.MoveInStore;
import io.vestibule.upstream.UpstreamAwayException;
import io.vestibule.upstream.UpstreamCustomer;
import io.vestibule.upstream.Upstreams;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The proof by password where the portal's upstream may be the one that knows it. Who moves in is asked for once: of those who sign in at
 * once by one login, over all nodes, one asks, and the others find what came of it. While one asks nobody else's guess is judged, so the
 * upstream hears of no more wrong passwords than the lock allows. Nobody who waits for the upstream holds a place to hash in, or a connection
 * to the database.
 */
public final class MoveIn {
    /** Who has found others asking for so long is told to come again. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);

    private final PasswordProof proof;
    private final MoveInClaims claims;
    private final MoveInStore store;
    private final Upstreams upstreams;
    private final HashPool pool;

    public MoveIn(PasswordProof proof, MoveInClaims claims, MoveInStore store, Upstreams upstreams, HashPool pool) {
        this.proof = proof;
        this.claims = claims;
        this.store = store;
        this.upstreams = upstreams;
        this.pool = pool;
    }

    /** Whether the upstream alone may know: nobody has the login here, or somebody who came without a password. */
    static boolean concerns(Attempt attempt, Optional<Credentials> found) {
        LoginName login = attempt.login();
        return login != null
                && Upstreams.has(attempt.caller().portal())
                && found.map(known -> known.awaits() && !known.customer().disabled())
                        .orElse(true)
                && Upstreams.canBeAsked(login, attempt.password());
    }

    /** Has a password proven, here or by the upstream. */
    PasswordProof.Result prove(Attempt attempt, Permits permits) {
        long start = System.nanoTime();
        Begun begun = proof.begin(attempt, permits);
        for (boolean again = false; System.nanoTime() - start < LONGEST.toNanos(); again = true) {
            switch (begun) {
                case Begun.Ended(PasswordProof.Result result) -> {
                    return result;
                }
                case Begun.AtUpstream(Credentials found) -> {
                    Optional<PasswordProof.Result> result = ask(attempt, found, again);
                    if (result.isPresent()) {
                        return result.get();
                    }
                }
            }
            begun = proof.begin(attempt, Permits.NONE);
        }
        throw new UpstreamAwayException(SHORT_PAUSE);
    }

    /** Empty if somebody else asked meanwhile, or made the customer: it begins anew. */
    private Optional<PasswordProof.Result> ask(Attempt attempt, @Nullable Credentials found, boolean again) {
        upstreams.requireInOrder(attempt.caller().portal());
        Customer known = found == null ? null : found.customer();
        var wanted = new MoveInClaimStore.Wanted(
                attempt.caller().portal().id(),
                Objects.requireNonNull(attempt.login()),
                attempt.unknown(),
                known == null ? attempt.unknown() : Lockout.customer(known.id()),
                known == null ? null : known.id());
        return switch (claims.claim(wanted, again)) {
            case MoveInClaims.Result.Outdated() -> Optional.empty();
            case MoveInClaims.Result.Refused() -> Optional.of(proof.refuse(attempt, found));
            case MoveInClaims.Result.Granted claim -> {
                try (claim) {
                    Optional<UpstreamCustomer> told =
                            upstreams.verify(attempt.caller(), wanted.login(), attempt.password());
                    yield told.isEmpty()
                            ? Optional.of(proof.refuse(attempt, found))
                            : moveIn(attempt, known, told.get()).map(moved -> proof.accept(attempt, moved));
                }
            }
        };
    }

    /** Empty if the customer was made, or got a password, in another way meanwhile. */
    private Optional<Credentials> moveIn(Attempt attempt, @Nullable Customer known, UpstreamCustomer told) {
        Caller caller = attempt.caller();
        Json.Object profile = caller.portal()
                .profile()
                .changes(told.profile(), Profile.EMPTY)
                .asNew()
                .attributes();
        LoginName login = Objects.requireNonNull(attempt.login());
        if (known != null) {
            String hash = pool.hash(attempt.password());
            return switch (store.adopt(known.id(), login, told, hash, profile, caller.auditContext())) {
                case MoveInStore.Adopted.Done(Customer adopted) -> Optional.of(new Credentials(adopted, hash, false));
                case MoveInStore.Adopted.Outdated() -> Optional.empty();
                case MoveInStore.Adopted.AnotherCustomer() -> throw upstreams.anotherCustomer(caller);
            };
        }
        Set<LoginName> logins = upstreams.logins(caller, login, told);
        String hash = pool.hash(attempt.password());
        return switch (store.make(caller.portal().id(), login, told, logins, hash, profile, caller.auditContext())) {
            case MoveInStore.Made.Done(Customer made) -> Optional.of(new Credentials(made, hash, false));
            case MoveInStore.Made.LoginTaken() -> Optional.empty();
            case MoveInStore.Made.IdTaken() -> throw upstreams.taken(caller);
        };
    }
}
