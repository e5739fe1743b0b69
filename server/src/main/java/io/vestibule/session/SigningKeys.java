package io.vestibule.session;

import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.secret.MasterKey;
import io.vestibule.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The keys that sign access tokens. A new one is published before it signs and an old one stays published until its last
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
    private volatile Snapshot snapshot = new Snapshot(Optional.empty(), Map.of(), Long.MIN_VALUE);

    private record Snapshot(Optional<SigningKey> signing, Map<String, SigningKey> published, long at) {
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
    }

    /** The key that signs now; makes the first if there is none. */
    SigningKey signing() {
        Optional<SigningKey> signing = (snapshot.fresh() ? snapshot : read()).signing();
        if (signing.isPresent()) {
            return signing.get();
        }
        store.addFirst(SigningKey.generate(keys));
        snapshot = new Snapshot(Optional.empty(), Map.of(), Long.MIN_VALUE);
        return read().signing().orElseThrow();
    }

    /** The published key of that name. One that isn't known here may be the first of all, which signs at once: on another node. */
    Optional<SigningKey> published(String kid) {
        long asked = System.nanoTime();
        SigningKey known = (snapshot.fresh() ? snapshot : read()).published().get(kid);
        return Optional.ofNullable(known == null ? readSince(asked).published().get(kid) : known);
    }

    /** The key set (RFC 7517 section 5). */
    public Json keySet() {
        signing();
        List<Json> jwks = new ArrayList<>();
        for (SigningKey key : snapshot.published().values()) {
            jwks.add(Json.parse(key.publicJwk().getBytes(StandardCharsets.UTF_8)));
        }
        return Json.object().put("keys", new Json.Array(jwks)).build();
    }

    /** Starts a new key if the newest is older than {@code age}; zero starts one in any case. */
    public boolean rotate(Duration age, AuditContext context) {
        return store.rotate(SigningKey.generate(keys), age, NOTICE, longestToken, context);
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

    private Snapshot readAgain() {
        long begin = System.nanoTime();
        Map<String, SigningKey> published = new LinkedHashMap<>();
        Optional<SigningKey> signing = Optional.empty();
        for (SigningKeyStore.Row row : store.published()) {
            SigningKey known = snapshot.published().get(row.key().kid());
            SigningKey key = known == null ? SigningKey.open(row.key(), keys) : known;
            published.put(key.kid(), key);
            signing = row.signs() ? Optional.of(key) : signing;
        }
        snapshot = new Snapshot(signing, published, begin);
        return snapshot;
    }
}
