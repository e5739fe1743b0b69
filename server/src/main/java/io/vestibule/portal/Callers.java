package io.vestibule.portal;

import io.vestibule.guard.Network;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure who asks. API secrets have 256 random bits, so a fast keyed hash keeps them and guesses need no throttle. A
 * change of a portal or client shows on every node within a second.
 */
public final class Callers {
    private final MasterKey keys;
    private final ClientUses uses;
    private final ExpiringCache<Long, Portal> portals;
    private final ExpiringCache<Named, ApiClient> named;
    private final ExpiringCache<Reselling, ApiClient> reselling;

    /** What a caller presented, by hash: the secret itself isn't kept. */
    private record Named(String name, List<String> hashes) {}

    private record Reselling(long portalId, List<String> hashes) {}

    public Callers(PortalStore portals, ApiClientStore clients, MasterKey keys) {
        this.keys = keys;
        this.uses = new ClientUses(clients, System::nanoTime);
        this.portals = new ExpiringCache<>(portals::portal, System::nanoTime);
        this.named = new ExpiringCache<>(key -> clients.byName(key.name(), key.hashes()), System::nanoTime);
        this.reselling = new ExpiringCache<>(key -> clients.byPortal(key.portalId(), key.hashes()), System::nanoTime);
    }

    /** What came of it. */
    public sealed interface Result {
        /** It is them. */
        record Authenticated(Caller caller) implements Result {}

        /** No such client, another secret, disabled, or not for this dialect: nobody learns which. */
        record BadCredentials() implements Result {}

        /** The right secret from a network that isn't the client's. */
        record ForeignNetwork() implements Result {}
    }

    /** A portal's server, by the name and secret of its API client. */
    public Result client(Dialect dialect, String name, Secret secret, InetAddress from, String request) {
        return known(dialect, named.get(new Named(name, hashes(secret))), from, request);
    }

    /** The API client of that name and secret, whatever it speaks and wherever it calls from. */
    public Optional<ApiClient> client(String name, Secret secret) {
        return named.get(new Named(name, hashes(secret)));
    }

    /** A portal's server, by the portal's id and the secret of one of its API clients. */
    public Result reseller(Dialect dialect, long portalId, Secret secret, InetAddress from, String request) {
        return known(dialect, reselling.get(new Reselling(portalId, hashes(secret))), from, request);
    }

    /** A customer's browser, on the page of a portal; empty if there is no such portal. */
    public Optional<Caller> browser(Dialect dialect, long portalId, InetAddress from, String request) {
        return portals.get(portalId).map(portal -> new Caller(dialect, portal, null, Network.of(from), request));
    }

    /** An application that has proven by itself which client it is; a public one that says so. */
    public Caller application(Dialect dialect, Portal portal, ApiClient client, InetAddress from, String request) {
        return new Caller(dialect, portal, client, Network.of(from), request);
    }

    /** The portal with this id, where nobody calls for it; empty if there is none. */
    public Optional<Portal> portal(long portalId) {
        return portals.get(portalId);
    }

    /**
     * Notes that a client, which was made sure of elsewhere, called.
     *
     * @param from null for a public client: it calls from its customers' devices
     */
    public void used(ApiClient client, @Nullable InetAddress from) {
        uses.note(client, from);
    }

    /** When clients called. */
    public ClientUses uses() {
        return uses;
    }

    /** The hash that the store keeps of an API secret. */
    public byte[] hash(Secret secret) {
        return keys.mac(KeyPurpose.API_CLIENT_SECRET, secret.reveal().getBytes(StandardCharsets.UTF_8));
    }

    private Result known(Dialect dialect, Optional<ApiClient> found, InetAddress from, String request) {
        ApiClient client = found.filter(c -> c.dialects().contains(dialect)).orElse(null);
        if (client == null) {
            return new Result.BadCredentials();
        }
        if (!client.mayCallFrom(from)) {
            return new Result.ForeignNetwork();
        }
        Portal portal = portals.get(client.portalId()).orElseThrow();
        used(client, from);
        return new Result.Authenticated(new Caller(dialect, portal, client, Network.of(from), request));
    }

    private List<String> hashes(Secret secret) {
        return keys.macs(KeyPurpose.API_CLIENT_SECRET, secret.reveal().getBytes(StandardCharsets.UTF_8)).stream()
                .map(HexFormat.of()::formatHex)
                .toList();
    }
}
