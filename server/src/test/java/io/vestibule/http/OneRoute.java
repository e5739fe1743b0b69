package io.vestibule.http;

import io.vestibule.http.server.ConnectionLimits;
import io.vestibule.http.server.HttpServer;
import io.vestibule.support.RawConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A site with one route, and a server of it alone. */
class OneRoute implements Site {
    private final Route.Handler handler;

    OneRoute(Route.Handler handler) {
        this.handler = handler;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public List<String> prefixes() {
        return List.of("/");
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/", handler));
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return PlainError.of(problem);
    }

    /** Asks a server, and gives the head of the answer with its line ends. */
    String head(RequestObserver observer) throws IOException {
        Edge edge =
                new Edge(List.of(this), new TrustedProxies(address -> false), fault -> new Problem.Fault(), observer);
        HttpServer server =
                HttpServer.bind("127.0.0.1", 0, ConnectionLimits.of(8, 8), address -> true, edge, rejection -> {});
        server.start();
        try (RawConnection connection = new RawConnection(server.port())) {
            connection.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            StringBuilder head = new StringBuilder();
            for (String line = connection.nextLine(); !line.isEmpty(); line = connection.nextLine()) {
                head.append(line).append("\r\n");
            }
            return head.toString();
        } finally {
            server.close(Duration.ZERO);
        }
    }
}
