package io.vestibule.session;

import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.secret.MasterKey;
import io.vestibule.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign tokens, for each algorithm its own. A new one is published before it signs and an old one stays published until its last
 * token is out of date, so that no request is refused while keys rotate. Each node looks again every second: far
 * sooner than a new key signs.
 */
public final class SigningKeys {
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** As long as verifiers may cache the key set ({@code Cache-Control} of the JWKS), twice. */
    private static final Duration NOTICE = Duration.ofMinutes(10);

    private final SigningKeyStore store;
    private final MasterKey keys;
    private final Duration longestToken;
    private final ReentrantLock reading = new ReentrantLock();
    private final Map<SigningAlgorithm, ReentrantLock> making = new EnumMap<>(SigningAlgorithm.class);
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), Long.MIN_VALUE);

    private record Snapshot(Map<SigningAlgorithm, SigningKey> signing, Map<String, SigningKey> published, long at) {
        boolean fresh() {
            return isSince(System.nanoTime() - FRESH.toNanos());
        }

        boolean isSince(long moment) {
            return at != Long.MIN_VALUE && at - moment > 0;
        }
    }

    /** @param longestToken the life of the longest-lived access token: so long a superseded key stays published */
    public SigningKeys(Sql sql, MasterKey keys, Duration longestToken) {
        this.store = new SigningKeyStore(sql);
        this.keys = keys;
        this.longestToken = longestToken;
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            making.put(algorithm, new ReentrantLock());
        }
    }

    /**
     * A JWT in its compact form, signed with the algorithm's key.
     *
     * @param type the header's {@code typ}: another for each kind of token, so that none passes for another (RFC 8725 section 3.11)
     */
    public String sign(SigningAlgorithm algorithm, String type, Json.Object claims) {
        return signing(algorithm).sign(type, claims);
    }

    /** Makes the algorithm's first key if there is none, so that it is in the key set before anybody has to verify with it. */
    public void prepare(SigningAlgorithm algorithm) {
        signing(algorithm);
    }

    /** The key that signs now; makes the first if there is none. */
    SigningKey signing(SigningAlgorithm algorithm) {
        SigningKey signing = (snapshot.fresh() ? snapshot : read()).signing().get(algorithm);
        return signing == null ? first(algorithm) : signing;
    }

    /** RSA takes a while. Whoever wants a key of another algorithm, or one that is known, doesn't wait for it. */
    private SigningKey first(SigningAlgorithm algorithm) {
        ReentrantLock lock = Objects.requireNonNull(making.get(algorithm));
        lock.lock();
        try {
            SigningKey made = readNow().signing().get(algorithm);
            if (made != null) {
                return made;
            }
            store.addFirst(SigningKey.generate(algorithm, keys));
            return Objects.requireNonNull(readNow().signing().get(algorithm));
        } finally {
            lock.unlock();
        }
    }

    /** The published key of that name. One that isn't known here may be the first of all, which signs at once: on another node. */
    Optional<SigningKey> published(String kid) {
        long asked = System.nanoTime();
        SigningKey known = (snapshot.fresh() ? snapshot : read()).published().get(kid);
        return Optional.ofNullable(known == null ? readSince(asked).published().get(kid) : known);
    }

    /** The key set (RFC 7517 section 5). */
    public Json keySet() {
        prepare(SigningAlgorithm.ES256);
        List<Json> jwks = new ArrayList<>();
        for (SigningKey key : snapshot.published().values()) {
            jwks.add(Json.parse(key.publicJwk().getBytes(StandardCharsets.UTF_8)));
        }
        return Json.object().put("keys", new Json.Array(jwks)).build();
    }

    /**
     * A key whose tokens may still be out there.
     *
     * @param signs     whether new tokens are signed with it now
     * @param signsFrom it is published before
     * @param retiresAt null: not superseded
     */
    public record Published(
            String kid,
            SigningAlgorithm algorithm,
            boolean signs,
            Instant signsFrom,
            @Nullable Instant retiresAt) {}

    /** Every key that is published. */
    public List<Published> list() {
        return store.list();
    }

    /** Starts a new key for each algorithm whose newest is older than {@code age}; zero starts one in any case. Says whether it did. */
    public boolean rotate(Duration age, AuditContext context) {
        boolean rotated = false;
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            if (store.isDue(algorithm, age)) {
                SigningKey.Sealed key = SigningKey.generate(algorithm, keys);
                rotated |= store.rotate(key, age, NOTICE, longestToken, context);
            }
        }
        return rotated;
    }

    /** While one request reads, the others go on with what is known: with the database away they would wait for each other. */
    private Snapshot read() {
        Snapshot known = snapshot;
        if (known.at() == Long.MIN_VALUE) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return known;
        }
        try {
            return snapshot.fresh() ? snapshot : readAgain();
        } finally {
            reading.unlock();
        }
    }

    /**
     * However many ask for keys that don't exist, one of them reads, and those who waited meanwhile have its answer. With the
     * database away they don't wait for each other: what is known has to do.
     */
    private Snapshot readSince(long moment) {
        try {
            if (!reading.tryLock(FRESH.toNanos(), TimeUnit.NANOSECONDS)) {
                return snapshot;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return snapshot;
        }
        try {
            return snapshot.isSince(moment) ? snapshot : readAgain();
        } finally {
            reading.unlock();
        }
    }

    private Snapshot readNow() {
        reading.lock();
        try {
            return readAgain();
        } finally {
            reading.unlock();
        }
    }

    private Snapshot readAgain() {
        long begin = System.nanoTime();
        Map<String, SigningKey> published = new LinkedHashMap<>();
        Map<SigningAlgorithm, SigningKey> signing = new EnumMap<>(SigningAlgorithm.class);
        for (SigningKeyStore.Row row : store.published()) {
            SigningKey known = snapshot.published().get(row.key().kid());
            SigningKey key = known == null ? SigningKey.open(row.key(), keys) : known;
            published.put(key.kid(), key);
            if (row.signs()) {
                signing.put(key.algorithm(), key);
            }
        }
        snapshot = new Snapshot(signing, published, begin);
        return snapshot;
    }
}
