package io.vestibule.command;

import io.vestibule.administration.ClientAdministration.Done;
import io.vestibule.administration.ClientAdministration.Refused;
import io.vestibule.administration.ClientAdministration.UnknownClient;
import io.vestibule.administration.ClientChanges;
import io.vestibule.audit.AuditContext;
import io.vestibule.config.Cidr;
import io.vestibule.portal.Dialect;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vestibule client set}. */
@Command(
        name = "set",
        description = {
            "Changes a client: what an option names, and nothing else.",
            "A list that is given replaces the one before. Every node knows within a second."
        })
final class SetClientCommand implements Runnable {
    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", description = "The client.")
    private String name = "";

    @Option(
            names = "--scope",
            paramLabel = "DIALECT",
            split = ",",
            converter = Arguments.OfDialect.class,
            description = "What it speaks: sonar, logicboxes or both; for an application also openid.")
    private @Nullable Set<Dialect> dialects;

    @Option(
            names = "--network",
            paramLabel = "CIDR",
            split = ",",
            converter = Arguments.OfNetwork.class,
            description = "Where it may call from, such as 10.0.0.0/8. May be repeated.")
    private @Nullable List<Cidr> networks;

    @Option(names = "--any-network", description = "It may call from anywhere.")
    private boolean anyNetwork;

    @Mixin
    private OAuthOptions oauth = new OAuthOptions();

    SetClientCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (oauth.isEmpty() && dialects == null && networks == null && !anyNetwork) {
            throw new Refusal("Say what to set: --redirect-uri, --network or another; --help lists them.");
        }
        if (anyNetwork && networks != null) {
            throw new Refusal("Say --network or --any-network, not both.");
        }
        oauth.check();
        var changes =
                new ClientChanges(dialects, anyNetwork ? List.of() : networks, oauth.isEmpty() ? null : oauth::over);
        Installation.use(terminal, installation -> {
            switch (installation.clients().change(name, changes, AuditContext.COMMAND)) {
                case Done() ->
                    ClientSheet.print(installation.clients().details(name).orElseThrow(), terminal);
                case Refused(String reason) -> throw new Refusal(Arguments.shown(reason) + " Nothing was changed.");
                case UnknownClient() ->
                    throw new Refusal("No client '" + Arguments.shown(name) + "'"
                            + (oauth.isEmpty() ? "" : " of openid") + " is active; 'vestibule client list' shows all.");
            }
        });
    }
}
