package io.vestibule.session;

import io.vestibule.cache.BoundedCache;
import io.vestibule.secret.Tokens;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tokens that were verified last, or issued to be shown here next: a signature costs as much as all the rest of a request, and a client
 * shows its token with each. A token goes by the hash of all its characters, so what isn't the very same is verified itself; what was
 * refused isn't kept.
 *
 * @param <V> what is known of a token
 */
final class VerifiedTokens<V> {
    /** Some 2 MB, at most twice. */
    private static final int SIZE = 8192;

    private final BoundedCache<ByteBuffer, V> tokens = new BoundedCache<>(SIZE);

    /** Keeps what is known of a token that we have just made. */
    void put(String text, V token) {
        tokens.put(hash(text), token);
    }

    Optional<V> get(String text, Function<String, Optional<V>> verification) {
        ByteBuffer hash = hash(text);
        V known = tokens.get(hash);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<V> verified = verification.apply(text);
        verified.ifPresent(token -> tokens.put(hash, token));
        return verified;
    }

    private static ByteBuffer hash(String text) {
        return ByteBuffer.wrap(Tokens.hash(text));
    }
}
