package io.vestibule.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.config.Config;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whose budget is whose: another limit, subject or master key is another row, and no row tells whose it is. */
class RateLimitKeysPropertyTest {
    private static final Secret KEY = Secret.of(Tokens.random());
    private final Config config = Config.read(Map.of("VESTIBULE_MODE", "test"));
    private final RateLimiter limiter = new RateLimiter(config.guard(), MasterKey.of(KEY));

    @Property(tries = 500)
    void the_same_subject_has_the_same_key_on_every_node(@ForAll RateLimit limit, @ForAll String subject) {
        RateLimiter elsewhere = new RateLimiter(config.guard(), MasterKey.of(KEY));
        assertThat(key(limiter, limit, subject)).isEqualTo(key(elsewhere, limit, subject));
    }

    @Property(tries = 500)
    void another_limit_or_subject_has_another_key(
            @ForAll RateLimit limit, @ForAll RateLimit other, @ForAll String subject, @ForAll String someone) {
        if (limit != other || !subject.equals(someone)) {
            assertThat(key(limiter, limit, subject)).isNotEqualTo(key(limiter, other, someone));
        }
        RateLimiter foreign = new RateLimiter(config.guard(), MasterKey.of(Secret.of(Tokens.random())));
        assertThat(key(limiter, limit, subject)).isNotEqualTo(key(foreign, limit, subject));
    }

    private static UUID key(RateLimiter limiter, RateLimit limit, String subject) {
        Permits permits = limiter.permits(Map.of(limit, subject));
        return UUID.fromString(permits.keys().replaceAll("[{}]", ""));
    }
}
