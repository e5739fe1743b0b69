package io.vestibule.command;

import io.vestibule.administration.ClientAdministration.Disabled;
import io.vestibule.administration.ClientAdministration.Issued;
import io.vestibule.administration.ClientAdministration.NameTaken;
import io.vestibule.administration.ClientAdministration.UnknownClient;
import io.vestibule.administration.ClientAdministration.UnknownPortal;
import io.vestibule.administration.ClientName;
import io.vestibule.audit.AuditContext;
import io.vestibule.config.Cidr;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Dialect;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vestibule client}. */
@Command(
        name = "client",
        description = "API clients: the programs that may call on behalf of a portal.",
        synopsisSubcommandLabel = "COMMAND")
final class ClientCommand {
    private final Terminal terminal;

    ClientCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "add", description = "Makes a client and prints its secret, this once: only a hash of it is kept.")
    void add(
            @Parameters(paramLabel = "NAME", description = "Sonar's API user; letters, digits, '.', '_' and '-'.")
                    String name,
            @Option(names = "--portal", paramLabel = "ID", required = true, description = "On whose behalf it calls.")
                    long portal,
            @Option(
                            names = "--scope",
                            paramLabel = "DIALECT",
                            required = true,
                            split = ",",
                            converter = Arguments.OfDialect.class,
                            description = "What it speaks: sonar, logicboxes, or both with a comma.")
                    Set<Dialect> dialects,
            @Option(
                            names = "--network",
                            paramLabel = "CIDR",
                            split = ",",
                            converter = Arguments.OfNetwork.class,
                            description =
                                    "Where it may call from, such as 10.0.0.0/8; anywhere if left out. May be repeated.")
                    @Nullable
                    List<Cidr> networks) {
        ClientName called = ClientName.parse(name)
                .orElseThrow(() -> new Refusal("A client's name has 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'."));
        List<Cidr> from = networks == null ? List.of() : networks;
        Installation.use(terminal, installation -> {
            switch (installation.clients().add(called, portal, dialects, from, AuditContext.COMMAND)) {
                case Issued(Secret secret) -> print(name, portal, dialects, secret);
                case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
                case NameTaken() ->
                    throw new Refusal(
                            "There is a client '" + name + "' already; take another name, or give it a new secret:"
                                    + " 'vestibule client rotate " + name + "'.");
            }
        });
    }

    private void print(String name, long portal, Set<Dialect> dialects, Secret secret) {
        Table table = Table.ofFields();
        if (dialects.contains(Dialect.SONAR)) {
            table.row("user", name);
        }
        if (dialects.contains(Dialect.LOGICBOXES)) {
            table.row("auth-userid", portal);
        }
        table.row("secret", secret.reveal()).print(terminal);
        terminal.say("Keep the secret now: it is shown this once.");
    }

    @Command(name = "list", description = "Lists the clients.")
    void list() {
        Installation.use(terminal, installation -> {
            Table table = Table.of("NAME", "PORTAL", "SCOPES", "NETWORKS", "STATE");
            for (ApiClientStore.Listed listed : installation.clients().list()) {
                ApiClient client = listed.client();
                table.row(
                        client.name(),
                        client.portalId(),
                        client.dialects().stream().map(Dialect::label).sorted().collect(Collectors.joining(" ")),
                        client.networks().isEmpty()
                                ? "any"
                                : client.networks().stream().map(Cidr::toString).collect(Collectors.joining(" ")),
                        listed.disabled() ? "disabled" : "active");
            }
            table.print(terminal);
        });
    }

    @Command(name = "rotate", description = "Gives a client a new secret and prints it, this once.")
    void rotate(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--overlap",
                            paramLabel = "TIME",
                            defaultValue = "24h",
                            converter = Arguments.OfDuration.class,
                            description =
                                    "How long the old secret stays good, such as 24h; 0s if it leaked. ${DEFAULT-VALUE} if left out.")
                    Duration overlap) {
        Installation.use(terminal, installation -> {
            Secret secret = switch (installation.clients().rotate(name, overlap, AuditContext.COMMAND)) {
                case Issued(Secret issued) -> issued;
                case UnknownClient() -> throw unknown(name);
            };
            Table.ofFields().row("secret", secret.reveal()).print(terminal);
            terminal.say("Keep the secret now: it is shown this once. The old one "
                    + (overlap.isZero()
                            ? "is void."
                            : "stays good for " + overlap.toString().substring(2) + "."));
        });
    }

    @Command(name = "disable", description = "Disables a client for good: within a second no node answers it.")
    void disable(@Parameters(paramLabel = "NAME") String name) {
        Installation.use(terminal, installation -> {
            switch (installation.clients().disable(name, AuditContext.COMMAND)) {
                case Disabled() -> terminal.say("Client '" + name + "' is disabled.");
                case UnknownClient() -> throw unknown(name);
            }
        });
    }

    private static Refusal unknown(String name) {
        return new Refusal("No client '" + Arguments.shown(name) + "' is active; 'vestibule client list' shows all.");
    }
}
