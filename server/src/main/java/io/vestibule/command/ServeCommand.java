package io.vestibule.command;

import io.vestibule.Server;
import io.vestibule.administration.OperatorAdministration;
import io.vestibule.audit.AuditContext;
import io.vestibule.config.Config;
import io.vestibule.config.Mode;
import io.vestibule.customer.EmailAddress;
import io.vestibule.demo.DemoStore;
import io.vestibule.operations.Logging;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vestibule serve}. */
@Command(
        name = ServeCommand.NAME,
        description = "Serves until it is told to stop (SIGTERM, Ctrl-C); then it finishes the requests in flight.")
final class ServeCommand implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    static final String NAME = "serve";
    private static final String DEMO = "--demo";

    private final Terminal terminal;

    @Option(
            names = DEMO,
            description =
                    "In test mode: fills an empty database with demo portals and customers, and prints requests to try.")
    boolean demo;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * The command of the two lines that start nearly every server. Picocli would read them alike, but it takes a tenth of a start: its
     * classes are too old for the JVM's cache. All other lines, with their help and mistakes, are picocli's.
     */
    static Optional<ServeCommand> usual(Terminal terminal, List<String> line) {
        boolean demo = line.equals(List.of(NAME, DEMO));
        if (!demo && !line.equals(List.of(NAME))) {
            return Optional.empty();
        }
        ServeCommand command = new ServeCommand(terminal);
        command.demo = demo;
        return Optional.of(command);
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
                DemoStore data = new DemoStore(installation.sql());
                data.fill(installation.callers());
                data.allowTryItPortal(config.http().publicUrl());
            }
            Secret owner = config.mode() == Mode.TEST ? firstOwner(installation) : null;
            Server server = closing.opening(() -> Server.start(config, installation.database(), installation.keys()));
            LOG.info(
                    "serving on {}:{}, health and metrics on {}:{}",
                    config.http().host(),
                    server.port(),
                    config.http().managementHost(),
                    server.managementPort());
            if (config.mode() == Mode.TEST) {
                Welcome.print(config, server, demo, owner, terminal);
            }
            closing.await();
        }
    }

    /** So that whoever tries the server out can open the console: a link by which they choose a password. Null where there is an operator. */
    private static @Nullable Secret firstOwner(Installation installation) {
        OperatorAdministration operators = installation.operators();
        if (!operators.list(0, 1).isEmpty()) {
            return null;
        }
        var added = operators.add(
                new EmailAddress("owner@example.com"), "Owner", Role.OWNER, PortalScope.ALL, AuditContext.COMMAND);
        return added instanceof OperatorAdministration.Added(long id, Secret link) ? link : null;
    }
}
