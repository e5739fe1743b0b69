package io.vestibule.bench;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.vestibule.bench.load.Http;
import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.Script;
import io.vestibule.bench.load.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Helidon with the product's listener settings and a handler that does nothing: what HTTP alone costs, here and in the load generator. */
public final class EmptyServer implements AutoCloseable {
    private static final byte[] REQUEST = Http.bare("GET", "/");
    private static final Script ASK = Calls.expecting(200, () -> REQUEST);

    private final Program program;
    private final int port;

    private EmptyServer(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Listens on the port. */
    public static void main(String[] arguments) {
        WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .protocolsDiscoverServices(false)
                .addConnectionSelector(Http1ConnectionSelector.builder()
                        .config(Http1Config.builder()
                                .validatePrologue(false)
                                .validatePath(false)
                                .build())
                        .build())
                .routing(routing -> routing.any((request, response) -> response.send("{}")))
                .idleConnectionTimeout(Duration.ofMinutes(2))
                .build()
                .start();
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
