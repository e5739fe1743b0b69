package io.vestibule.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where the server listens and how it is reached.
 *
 * @param host the address to listen on
 * @param port 0 takes any free port
 * @param managementPort 0 takes any free port
 * @param trustedProxies whose {@code X-Forwarded-For} counts
 * @param publicUrl http or https, without a slash at the end; what links and issuers are made of, never the Host header
 * @param maxConnections how many there are at once; one more closes the idlest
 * @param maxConnectionsPerNetwork the same for one network, of proxies apart
 * @param drain how long running requests may take at a stop; may be zero
 * @param docs whether there is an API reference
 */
public record HttpConfig(
        String host,
        int port,
        String managementHost,
        int managementPort,
        List<Cidr> trustedProxies,
        URI publicUrl,
        int maxConnections,
        int maxConnectionsPerNetwork,
        Duration drain,
        boolean docs) {

    static final Setting<String> HOST =
            Setting.of("http.host", Kind.HOST, "127.0.0.1", "Address to listen on; 0.0.0.0 is every IPv4 address");
    static final Setting<Integer> PORT = Setting.of("http.port", Kind.PORT, "8080", "Port to listen on");
    static final Setting<String> MANAGEMENT_HOST = Setting.of(
            "management.host", Kind.HOST, "127.0.0.1", "Address for health and metrics; never open it to the Internet");
    static final Setting<Integer> MANAGEMENT_PORT =
            Setting.of("management.port", Kind.PORT, "8081", "Port for health and metrics");
    static final Setting<List<Cidr>> TRUSTED_PROXIES =
            Setting.optional("http.trusted-proxies", Kind.NETWORKS, "none", "Proxies whose X-Forwarded-For counts");
    static final Setting<URI> PUBLIC_URL = Setting.optional(
            "public-url",
            Kind.WEB_URL,
            "http://localhost:{http.port}",
            "Where customers' browsers reach the server; links in mail start with it. In live mode it must be https, or http to"
                    + " this machine: set it, or mailed links lead to localhost");
    private static final Kind<Integer> CONNECTIONS = Kind.numberFrom(1, 100_000);
    static final Setting<Integer> MAX_CONNECTIONS =
            Setting.of("http.max-connections", CONNECTIONS, "4096", "Connections at once; one more closes the idlest");
    static final Setting<Integer> MAX_CONNECTIONS_PER_NETWORK = Setting.of(
            "http.max-connections-per-network",
            CONNECTIONS,
            "512",
            "Connections at once of one IPv4 address or IPv6 /64 that isn't a trusted proxy's; one more closes the idlest of them");
    static final Setting<Duration> DRAIN = Setting.of(
            "http.drain", Kind.DURATION_OR_ZERO, "10s", "How long running requests may take when the server stops");
    static final Setting<Boolean> DOCS = Setting.optional(
            "http.docs",
            Kind.ON_OR_OFF,
            "on in test mode, off in live mode",
            "The API reference at /docs, from which calls can be sent");

    public HttpConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    static HttpConfig read(Settings settings, Mode mode) {
        settings.section("HTTP");
        String host = settings.get(HOST);
        int port = settings.get(PORT);
        return new HttpConfig(
                host,
                port,
                settings.get(MANAGEMENT_HOST),
                settings.get(MANAGEMENT_PORT),
                settings.find(TRUSTED_PROXIES).orElse(List.of()),
                settings.find(PUBLIC_URL).orElse(URI.create("http://localhost:" + port)),
                settings.get(MAX_CONNECTIONS),
                settings.get(MAX_CONNECTIONS_PER_NETWORK),
                settings.get(DRAIN),
                settings.find(DOCS).orElse(mode == Mode.TEST));
    }
}
