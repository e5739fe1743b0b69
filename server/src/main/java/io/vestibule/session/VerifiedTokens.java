package io.vestibule.session;

import io.vestibule.cache.BoundedCache;
import io.vestibule.secret.Tokens;
import io.vestibule.session.AccessTokens.Verified;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tokens that were verified last: a signature costs as much as all the rest of a request, and a client shows its token with each.
 * A token goes by the hash of all its characters, so what isn't the very same is verified itself; what was refused isn't kept.
 */
final class VerifiedTokens {
    /** Some 2 MB, at most twice. */
    private static final int SIZE = 8192;

    private final BoundedCache<ByteBuffer, Verified> tokens = new BoundedCache<>(SIZE);

    Optional<Verified> get(String text, Function<String, Optional<Verified>> verification) {
        ByteBuffer hash = ByteBuffer.wrap(Tokens.hash(text));
        Verified known = tokens.get(hash);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Verified> verified = verification.apply(text);
        verified.ifPresent(token -> tokens.put(hash, token));
        return verified;
    }
}
