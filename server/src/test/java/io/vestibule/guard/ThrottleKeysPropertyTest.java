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
class ThrottleKeysPropertyTest {
    private static final Secret KEY = Secret.of(Tokens.random());
    private final Config config = Config.read(Map.of("VESTIBULE_MODE", "test"));
    private final Throttle throttle = new Throttle(config.guard(), MasterKey.of(KEY));

    @Property(tries = 500)
    void the_same_subject_has_the_same_key_on_every_node(@ForAll Limit limit, @ForAll String subject) {
        Throttle elsewhere = new Throttle(config.guard(), MasterKey.of(KEY));
        assertThat(key(throttle, limit, subject)).isEqualTo(key(elsewhere, limit, subject));
    }

    @Property(tries = 500)
    void another_limit_or_subject_has_another_key(
            @ForAll Limit limit, @ForAll Limit other, @ForAll String subject, @ForAll String someone) {
        if (limit != other || !subject.equals(someone)) {
            assertThat(key(throttle, limit, subject)).isNotEqualTo(key(throttle, other, someone));
        }
        Throttle foreign = new Throttle(config.guard(), MasterKey.of(Secret.of(Tokens.random())));
        assertThat(key(throttle, limit, subject)).isNotEqualTo(key(foreign, limit, subject));
    }

    private static UUID key(Throttle throttle, Limit limit, String subject) {
        Permits permits = throttle.permits(Map.of(limit, subject));
        assertThat(permits.limits()).containsExactly(limit);
        return UUID.fromString(permits.keys().replaceAll("[{}]", ""));
    }
}
