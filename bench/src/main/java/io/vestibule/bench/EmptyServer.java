package io.vestibule.bench;

import io.vestibule.bench.load.Http;
import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.Script;
import io.vestibule.bench.load.Target;
import io.vestibule.http.server.ConnectionLimits;
import io.vestibule.http.server.Exchange;
import io.vestibule.http.server.Header;
import io.vestibule.http.server.HttpHandler;
import io.vestibule.http.server.HttpServer;
import io.vestibule.http.server.Rejection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The product's HTTP server with a handler that does nothing: what HTTP alone costs, here and in the load generator. */
public final class EmptyServer implements AutoCloseable {
    private static final byte[] REQUEST = Http.bare("GET", "/");
    private static final Script ASK = Calls.expecting(200, () -> REQUEST);

    private final Program program;
    private final int port;

    private EmptyServer(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Answers all alike. */
    private static final class Handler implements HttpHandler {
        @Override
        public void handle(Exchange exchange) {
            exchange.send(
                    200,
                    List.of(new Header("Content-Type", "application/json")),
                    "{}".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void reject(Exchange exchange, Rejection rejection) {
            exchange.send(400, List.of(), new byte[0]);
        }
    }

    /** Listens on the port. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        HttpServer.bind(
                        "127.0.0.1",
                        port,
                        ConnectionLimits.of(4096, 4096),
                        peer -> true,
                        new Handler(),
                        rejection -> {})
                .start();
        Thread.currentThread().join(); // until the process is ended
    }

    static EmptyServer start(Path work) throws IOException {
        int port = Postgres.freePort();
        Program program = Program.start(
                Java.command(EmptyServer.class, Integer.toString(port)), Map.of(), work.resolve("empty.log"));
        EmptyServer server = new EmptyServer(program, port);
        while (!server.listens()) {
            program.requireAlive(work.resolve("empty.log"));
            Machine.pause(50);
        }
        return server;
    }

    private boolean listens() {
        try {
            return Load.run(new Target(port, false), 1, Duration.ofMillis(20), ASK)
                            .answered()
                    > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** A load on it. */
    Subject subject(int connections) {
        return Subject.of("empty handler, " + connections + " connections", time -> {
            CpuTime server = CpuTime.of(program.handle());
            CpuTime own = CpuTime.own();
            var result = Load.run(new Target(port, false), connections, time, ASK);
            return Sample.of(
                    result.sound(),
                    CpuTime.of(program.handle()).since(server),
                    Postgres.Work.NONE,
                    CpuTime.own().since(own));
        });
    }

    @Override
    public void close() {
        program.close();
    }
}
