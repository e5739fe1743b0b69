package io.vestibule.command;

import io.vestibule.Server;
import io.vestibule.config.Config;
import io.vestibule.config.Mode;
import io.vestibule.demo.DemoStore;
import io.vestibule.operations.Logging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vestibule serve}. */
@Command(
        name = "serve",
        description = "Serves until it is told to stop (SIGTERM, Ctrl-C); then it finishes the requests in flight.")
final class ServeCommand implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Terminal terminal;

    @Option(
            names = "--demo",
            description =
                    "In test mode: fills an empty database with demo portals and customers, and prints requests to try.")
    private boolean demo;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Config config = Config.read(terminal.environment());
        if (demo && config.mode() == Mode.LIVE) {
            throw new Refusal("--demo is for test mode only: everybody knows the demo passwords."
                    + " Leave it out, or set VESTIBULE_MODE=test.");
        }
        Logging.serving(config);
        try (Closing closing = Closing.atExit()) {
            Installation installation = closing.opening(() -> Installation.open(config));
            if (demo) {
                new DemoStore(installation.sql()).fill(installation.callers());
            }
            Server server = closing.opening(() -> Server.start(config, installation.database(), installation.keys()));
            LOG.info(
                    "serving on {}:{}, health and metrics on {}:{}",
                    config.http().host(),
                    server.port(),
                    config.http().managementHost(),
                    server.managementPort());
            if (config.mode() == Mode.TEST) {
                Welcome.print(config, server, demo, terminal);
            }
            closing.await();
        }
    }
}
