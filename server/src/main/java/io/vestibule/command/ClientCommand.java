package io.vestibule.command;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientAdministration.Done;
import io.vestibule.administration.ClientAdministration.Issued;
import io.vestibule.administration.ClientAdministration.NoSecret;
import io.vestibule.administration.ClientAdministration.Refused;
import io.vestibule.administration.ClientAdministration.UnknownClient;
import io.vestibule.audit.AuditContext;
import io.vestibule.config.DurationText;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.ApiClientStore.Listed;
import io.vestibule.secret.Secret;
import java.time.Duration;
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

    @Command(name = "list", description = "Lists the clients.")
    void list() {
        Installation.use(terminal, installation -> {
            Table table = Table.of("NAME", "PORTAL", "SCOPES", "NETWORKS", "STATE", "LAST USE");
            for (Listed listed : installation.clients().list()) {
                ApiClient client = listed.client();
                table.row(
                        client.name(),
                        client.portalId(),
                        ClientSheet.dialects(client),
                        ClientSheet.networks(client),
                        listed.disabled() ? "disabled" : "active",
                        ClientSheet.lastUse(listed));
            }
            table.print(terminal);
        });
    }

    @Command(name = "show", description = "Shows a client; its secret nobody can show.")
    void show(@Parameters(paramLabel = "NAME", description = "The client.") String name) {
        Installation.use(terminal, installation -> {
            ClientSheet.print(
                    installation
                            .clients()
                            .details(name)
                            .orElseThrow(() -> new Refusal("There is no client '" + Arguments.shown(name)
                                    + "'; 'vestibule client list' shows all.")),
                    terminal);
        });
    }

    @Command(name = "rotate", description = "Gives a client a new secret and prints it, this once.")
    void rotate(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--overlap",
                            paramLabel = "TIME",
                            converter = Arguments.OfDuration.class,
                            description =
                                    "How long the old secret stays good, 30d at most; 0s if it leaked. 24h if left out.")
                    @Nullable
                    Duration wanted) {
        Duration overlap = wanted == null ? ClientAdministration.USUAL_OVERLAP : wanted;
        Installation.use(terminal, installation -> {
            Secret secret = switch (installation.clients().rotate(name, overlap, AuditContext.COMMAND)) {
                case Issued(Secret issued) -> issued;
                case Refused(String reason) -> throw new Refusal(reason + " Nothing was changed.");
                case NoSecret() ->
                    throw new Refusal("Client '" + name + "' has no secret, so there is none to replace"
                            + " ('vestibule client set " + name + " --jwks-file FILE' replaces public keys).");
                case UnknownClient() -> throw unknown(name);
            };
            Table.ofFields().row("secret", secret.reveal()).print(terminal);
            terminal.say("Keep the secret now: it is shown this once. The old one "
                    + (overlap.isZero() ? "is void." : "stays good for " + DurationText.of(overlap) + "."));
        });
    }

    @Command(name = "end-overlap", description = "Voids the secret before the current one, which 'rotate' left good.")
    void endOverlap(@Parameters(paramLabel = "NAME", description = "The client.") String name) {
        Installation.use(terminal, installation -> {
            switch (installation.clients().voidFormerSecret(name, AuditContext.COMMAND)) {
                case Done() -> terminal.say("Client '" + name + "' has the current secret alone.");
                case NoSecret() ->
                    throw new Refusal(
                            "There is no client '" + Arguments.shown(name) + "' that has two secrets at this moment.");
            }
        });
    }

    @Command(name = "disable", description = "Disables a client: within a second no node answers it.")
    void disable(@Parameters(paramLabel = "NAME", description = "The client.") String name) {
        Installation.use(terminal, installation -> {
            switch (installation.clients().disable(name, AuditContext.COMMAND)) {
                case Done() -> terminal.say("Client '" + name + "' is disabled.");
                case UnknownClient() -> throw unknown(name);
            }
        });
    }

    @Command(
            name = "enable",
            description = {
                "Lets a disabled client call again, with the secret that it had.",
                "If that may be known to others: 'client rotate NAME --overlap 0s'."
            })
    void enable(@Parameters(paramLabel = "NAME", description = "The client.") String name) {
        Installation.use(terminal, installation -> {
            switch (installation.clients().enable(name, AuditContext.COMMAND)) {
                case Done() -> terminal.say("Client '" + name + "' is enabled.");
                case UnknownClient() -> throw unknown(name);
            }
        });
    }

    private static Refusal unknown(String name) {
        return new Refusal("No client '" + Arguments.shown(name) + "' is active; 'vestibule client list' shows all.");
    }
}
