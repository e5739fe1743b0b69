package io.vestibule.command;

import io.vestibule.administration.ClientAdministration.Changed;
import io.vestibule.administration.ClientAdministration.Refused;
import io.vestibule.administration.ClientAdministration.UnknownClient;
import io.vestibule.audit.AuditContext;
import io.vestibule.oauth.OAuthClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vestibule client set}. */
@Command(
        name = "set",
        description = {
            "Changes a client of openid: what an option names, and nothing else.",
            "A list that is given replaces the one before. Every node knows within a second."
        })
final class SetClientCommand implements Runnable {
    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", description = "The client.")
    private String name = "";

    @Mixin
    private OAuthOptions oauth = new OAuthOptions();

    SetClientCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (oauth.isEmpty()) {
            throw new Refusal("Say what to set: --redirect-uri, --grant-type or another; --help lists them.");
        }
        oauth.check();
        Installation.use(terminal, installation -> {
            switch (installation.clients().change(name, oauth::over, AuditContext.COMMAND)) {
                case Changed(OAuthClient client) ->
                    ClientSheet.print(client.client(), false, client.metadata(), terminal);
                case Refused(String reason) -> throw new Refusal(Arguments.shown(reason) + " Nothing was changed.");
                case UnknownClient() ->
                    throw new Refusal("No client '" + Arguments.shown(name)
                            + "' of openid is active; 'vestibule client list' shows all.");
            }
        });
    }
}
