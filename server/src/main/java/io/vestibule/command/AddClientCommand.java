package io.vestibule.command;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientAdministration.AddResult;
import io.vestibule.administration.ClientAdministration.Issued;
import io.vestibule.administration.ClientAdministration.NameTaken;
import io.vestibule.administration.ClientAdministration.Refused;
import io.vestibule.administration.ClientAdministration.Registered;
import io.vestibule.administration.ClientAdministration.UnknownPortal;
import io.vestibule.audit.AuditContext;
import io.vestibule.config.Cidr;
import io.vestibule.portal.ClientName;
import io.vestibule.portal.Dialect;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vestibule client add}. */
@Command(
        name = "add",
        description = {
            "Makes a client and prints its secret, this once: only a hash of it is kept.",
            "A client of openid is an application that customers sign in to; its name is its client_id."
        })
final class AddClientCommand implements Runnable {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "NAME",
            description = "Sonar's API user, OpenID Connect's client_id; letters, digits, '.', '_' and '-'.")
    private String name = "";

    @Option(names = "--portal", paramLabel = "ID", required = true, description = "On whose behalf it calls.")
    private long portal;

    @Option(
            names = "--scope",
            paramLabel = "DIALECT",
            required = true,
            split = ",",
            converter = Arguments.OfDialect.class,
            description = "What it speaks: sonar, logicboxes, openid, or several with commas.")
    private Set<Dialect> dialects = Set.of();

    @Option(
            names = "--network",
            paramLabel = "CIDR",
            split = ",",
            converter = Arguments.OfNetwork.class,
            description = "Where it may call from, such as 10.0.0.0/8; anywhere if left out. May be repeated.")
    private @Nullable List<Cidr> networks;

    @Mixin
    private OAuthOptions oauth = new OAuthOptions();

    AddClientCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        ClientName called = ClientName.parse(name).orElseThrow(() -> new Refusal(objection(name)));
        boolean openid = dialects.contains(Dialect.OPENID);
        if (!openid && !oauth.isEmpty()) {
            throw new Refusal("Redirect URIs, grant types and the like are for clients of --scope openid.");
        }
        oauth.check();
        List<Cidr> from = networks == null ? List.of() : networks;
        Installation.use(terminal, installation -> {
            ClientAdministration clients = installation.clients();
            AddResult result = openid
                    ? clients.register(called, portal, dialects, from, oauth.added(), AuditContext.COMMAND)
                    : clients.add(called, portal, dialects, from, AuditContext.COMMAND);
            switch (result) {
                case Issued(Secret secret) -> print(secret);
                case Registered() -> print(null);
                case Refused(String reason) -> throw new Refusal(Arguments.shown(reason) + " Nothing was stored.");
                case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
                case NameTaken() ->
                    throw new Refusal(
                            "There is a client '" + name + "' already; take another name, or give it a new secret:"
                                    + " 'vestibule client rotate " + name + "'.");
            }
        });
    }

    private static String objection(String name) {
        return name.contains("://")
                ? "A client_id that is a URL (a client identifier document) isn't supported: give the client a name."
                : "A client's name has " + ClientName.RULE + ".";
    }

    private void print(@Nullable Secret secret) {
        Table table = Table.ofFields();
        if (dialects.contains(Dialect.SONAR)) {
            table.row("user", name);
        }
        if (dialects.contains(Dialect.LOGICBOXES)) {
            table.row("auth-userid", portal);
        }
        if (dialects.contains(Dialect.OPENID)) {
            table.row("client_id", name);
        }
        if (secret == null) {
            table.print(terminal);
            terminal.say("It has no secret. 'vestibule client show " + name + "' shows how it is set up.");
        } else {
            table.row("secret", secret.reveal()).print(terminal);
            terminal.say("Keep the secret now: it is shown this once.");
        }
    }
}
