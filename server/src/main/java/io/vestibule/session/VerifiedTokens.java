package io.vestibule.session;

import io.vestibule.secret.Tokens;
import io.vestibule.session.AccessTokens.Verified;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tokens that were verified last: a signature costs as much as all the rest of a request, and a client shows its token with each.
 * A token goes by the hash of all its characters, so what isn't the very same is verified itself; what was refused isn't kept.
 */
final class VerifiedTokens {
    /** Some 2 MB. */
    private static final int MOST = 8192;

    private final Map<ByteBuffer, Verified> tokens = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
            return size() > MOST;
        }
    };

    Optional<Verified> get(String text, Function<String, Optional<Verified>> verification) {
        ByteBuffer hash = ByteBuffer.wrap(Tokens.hash(text));
        Verified known;
        synchronized (tokens) {
            known = tokens.get(hash);
        }
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Verified> verified = verification.apply(text);
        verified.ifPresent(token -> {
            synchronized (tokens) {
                tokens.put(hash, token);
            }
        });
        return verified;
    }
}
