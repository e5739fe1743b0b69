package io.vestibule.command;

import io.vestibule.administration.ApiKeyAdministration;
import io.vestibule.administration.ApiKeyAdministration.AddResult;
import io.vestibule.audit.AuditContext;
import io.vestibule.operator.ApiKey;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.portal.ClientName;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vestibule apikey}. */
@Command(
        name = "apikey",
        description = "API keys: by which programs use the admin API.",
        synopsisSubcommandLabel = "COMMAND")
final class ApiKeyCommand {
    private static final int PAGE = 1000;

    private final Terminal terminal;

    ApiKeyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "add", description = "Makes a key and prints it, this once.")
    void add(
            @Parameters(paramLabel = "NAME", description = "As the audit shows it: A-Z, a-z, 0-9, '.', '_', '-'.")
                    String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            required = true,
                            converter = Arguments.OfRole.class,
                            description = "viewer (sees), support (helps customers, too), owner (may do everything).")
                    Role role,
            @Option(
                            names = "--portal",
                            paramLabel = "ID",
                            split = ",",
                            description = "Only this portal; several by several options or commas. All if left out.")
                    @Nullable
                    List<Long> portals,
            @Option(
                            names = "--expires-in",
                            paramLabel = "TIME",
                            converter = Arguments.OfDuration.class,
                            description = "How long it is good, such as 90d; for ever if left out.")
                    @Nullable
                    Duration life) {
        ClientName called = ClientName.parse(name)
                .orElseThrow(() -> new Refusal("The key's name must be of " + ClientName.RULE + "."));
        PortalScope scope = portals == null ? PortalScope.ALL : PortalScope.of(portals);
        Instant expires = life == null ? null : Instant.now().plus(life);
        Installation.use(terminal, installation -> {
            Secret key = switch (installation.apiKeys().add(called, role, scope, expires, AuditContext.COMMAND)) {
                case AddResult.Issued(long id, Secret issued) -> issued;
                case AddResult.NameTaken() ->
                    throw new Refusal("There is a key \"" + name + "\" already; 'vestibule apikey list' shows it."
                            + " Choose another name.");
                case AddResult.UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
                case AddResult.Expired() ->
                    throw new Refusal(
                            "Such a key would be expired already. Give a time above zero, or leave --expires-in"
                                    + " out.");
            };
            Table.ofFields().row("key", key.reveal()).print(terminal);
            terminal.say("Keep the key now: it is shown this once. Programs send it as 'Authorization: Bearer KEY'.");
        });
    }

    @Command(name = "list", description = "Lists the keys; themselves nobody can show.")
    void list() {
        Installation.use(terminal, installation -> {
            Table table = Table.of("NAME", "BEGINS", "ROLE", "PORTALS", "STATE", "LAST USED");
            ApiKeyAdministration keys = installation.apiKeys();
            List<ApiKey> page = keys.list(0, PAGE);
            while (!page.isEmpty()) {
                for (ApiKey key : page) {
                    table.row(
                            key.name(),
                            key.prefix(),
                            key.role().label(),
                            OperatorCommand.portals(key.portals()),
                            state(key),
                            key.lastUsedAt() == null ? "" : key.lastUsedAt().truncatedTo(ChronoUnit.MINUTES));
                }
                page = keys.list(page.getLast().id(), PAGE);
            }
            table.print(terminal);
        });
    }

    private static String state(ApiKey key) {
        if (key.revokedAt() != null) {
            return "revoked";
        }
        Instant expires = key.expiresAt();
        if (expires == null) {
            return "active";
        }
        return (expires.isAfter(Instant.now()) ? "active until " : "expired ")
                + expires.truncatedTo(ChronoUnit.SECONDS);
    }

    @Command(name = "revoke", description = "Revokes a key for good, from its next request on.")
    void revoke(@Parameters(paramLabel = "NAME") String name) {
        Installation.use(terminal, installation -> {
            ApiKeyAdministration keys = installation.apiKeys();
            ApiKey key = keys.byName(name)
                    .orElseThrow(() -> new Refusal(
                            "There is no key '" + Arguments.shown(name) + "'; 'vestibule apikey list' shows all."));
            keys.revoke(key.id(), AuditContext.COMMAND);
            terminal.say("Key '" + key.name() + "' is revoked.");
        });
    }
}
