package io.vestibule.portal;

import io.vestibule.guard.Network;
import io.vestibule.portal.ApiClientStore.Unwritten;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When and from where API clients call. It is noted in memory, to the minute, and written behind: no call waits for it. What a node hasn't
 * written when it breaks off is lost. Safe for use by many threads at once.
 */
public final class ClientUses {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final ApiClientStore store;
    private final LongSupplier nanos;
    private final Map<Long, Noted> latest = new ConcurrentHashMap<>();
    private final Map<Long, Noted> unwritten = new ConcurrentHashMap<>();

    private record Noted(long at, @Nullable String network) {}

    /** @param nanos what tells the age of a use, as {@link System#nanoTime} does */
    ClientUses(ApiClientStore store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
    }

    /** Notes that a client called, unless it did a moment ago. */
    void note(ApiClient client, @Nullable InetAddress from) {
        long now = nanos.getAsLong();
        Noted known = latest.get(client.id());
        if (known == null || now - known.at() >= MINUTE) {
            Noted use = new Noted(now, from == null ? null : Network.of(from).text());
            latest.put(client.id(), use);
            unwritten.put(client.id(), use);
        }
    }

    /** Writes what isn't written yet, in one statement; if that fails, the next time. */
    public void write() {
        Map<Long, Noted> due = Map.copyOf(unwritten);
        if (due.isEmpty()) {
            return;
        }
        long now = nanos.getAsLong();
        List<Unwritten> uses = new ArrayList<>();
        due.forEach((client, use) ->
                uses.add(new Unwritten(client, Duration.ofNanos(Math.max(0, now - use.at())), use.network())));
        store.used(uses);
        due.forEach(unwritten::remove);
    }
}
