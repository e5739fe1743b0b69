package io.vestibule.guard;

import static java.util.stream.Collectors.joining;

import io.vestibule.config.GuardConfig;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.MDC;

/**
 * Names the permits of an attempt. They are taken in the database, by the store that goes on with the attempt, in the same
 * statement ({@code acquire}). Keys are keyed hashes: who asks and what they typed can't be read from the table.
 */
public final class RateLimiter {
    private final GuardConfig config;
    private final MasterKey keys;

    public RateLimiter(GuardConfig config, MasterKey keys) {
        this.config = config;
        this.keys = keys;
    }

    /**
     * The permits of some limits.
     *
     * @param subjects who is counted, by limit: {@code "client 7 john@example.com"}
     */
    public Permits permits(Map<RateLimit, String> subjects) {
        EnumMap<RateLimit, String> ordered = new EnumMap<>(RateLimit.class);
        ordered.putAll(subjects);
        List<LimitKey> keys = ordered.entrySet().stream()
                .map(e -> key(e.getKey(), e.getValue()))
                .toList();
        MDC.put("limits", LimitKey.write(keys)); // the edge takes it along when a limit refuses the request
        return permits(keys);
    }

    /** The permits of some limits, which are looked at and not taken. */
    public Permits permits(List<LimitKey> keys) {
        return new Permits(
                keys.stream().map(one -> one.key().toString()).collect(joining(",", "{", "}")),
                keys.stream().map(one -> spacing(one.limit())).collect(joining(",", "{", "}")),
                keys.stream()
                        .map(one -> Integer.toString(one.limit().size(config).burst()))
                        .collect(joining(",", "{", "}")));
    }

    /** Whom a limit counts. */
    public LimitKey key(RateLimit limit, String subject) {
        ByteBuffer mac = ByteBuffer.wrap(keys.mac(
                KeyPurpose.RATE_LIMIT_KEY,
                limit.name().getBytes(StandardCharsets.UTF_8),
                subject.getBytes(StandardCharsets.UTF_8)));
        return new LimitKey(limit, new UUID(mac.getLong(), mac.getLong()));
    }

    private String spacing(RateLimit limit) {
        return "%d microseconds".formatted(spacingOf(limit).toNanos() / 1000);
    }

    private Duration spacingOf(RateLimit limit) {
        var refill = limit.size(config).refill();
        return refill.per().dividedBy(refill.count());
    }

    /**
     * How much a limit lets pass.
     *
     * @param burst   at once
     * @param spacing how long until one more is given back
     */
    public record Quota(int burst, Duration spacing) {}

    /** How much a limit lets pass. */
    public Quota quota(RateLimit limit) {
        return new Quota(limit.size(config).burst(), spacingOf(limit));
    }
}
