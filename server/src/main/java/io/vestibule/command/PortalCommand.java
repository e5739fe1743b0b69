package io.vestibule.command;

import io.vestibule.administration.LanguageCode;
import io.vestibule.administration.PortalAdministration.Added;
import io.vestibule.administration.PortalAdministration.AllowedAlready;
import io.vestibule.administration.PortalAdministration.Done;
import io.vestibule.administration.PortalAdministration.NameTaken;
import io.vestibule.administration.PortalAdministration.NotAllowed;
import io.vestibule.administration.PortalAdministration.PlainHttp;
import io.vestibule.administration.PortalAdministration.TooManySites;
import io.vestibule.administration.PortalAdministration.UnknownPortal;
import io.vestibule.administration.PortalName;
import io.vestibule.audit.AuditContext;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.Portal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vestibule portal}. */
@Command(
        name = "portal",
        description = "Portals: customer bases with their own customers, API clients and allowed URLs.",
        synopsisSubcommandLabel = "COMMAND")
final class PortalCommand {
    private final Terminal terminal;

    PortalCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "add", description = "Makes a portal and prints its id.")
    void add(
            @Parameters(paramLabel = "NAME", description = "As people know it.") String name,
            @Option(
                            names = "--parent",
                            paramLabel = "ID",
                            defaultValue = "0",
                            description = "The portal above it; none if left out.")
                    long parent,
            @Option(
                            names = "--language",
                            paramLabel = "CODE",
                            defaultValue = "en",
                            description = "Two letters: of mail to customers who have no language of their own;"
                                    + " ${DEFAULT-VALUE} if left out.")
                    String language) {
        PortalName called = Arguments.portalName(name);
        LanguageCode code = Arguments.language(language);
        Installation.use(terminal, installation -> {
            long id = switch (installation.portals().add(called, parent, code, AuditContext.COMMAND)) {
                case Added(long made) -> made;
                case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
                case NameTaken() -> throw taken(name);
            };
            terminal.say("Portal " + id + " is there. Next: 'vestibule portal allow-url " + id
                    + " URL' for its pages, 'vestibule client add NAME --portal " + id + "' for its servers.");
        });
    }

    private static Refusal taken(String name) {
        return new Refusal(
                "There is a portal \"" + name + "\" already; 'vestibule portal list' shows it. Choose another name.");
    }

    @Command(name = "rename", description = "Gives a portal another name; mail from now on has it.")
    void rename(
            @Parameters(paramLabel = "ID", description = "The portal.") long id,
            @Parameters(paramLabel = "NAME", description = "As people know it.") String name) {
        PortalName called = Arguments.portalName(name);
        Installation.use(terminal, installation -> {
            switch (installation.portals().rename(id, called, AuditContext.COMMAND)) {
                case Done() -> terminal.say("Portal " + id + " is called \"" + name + "\" now.");
                case NameTaken() -> throw taken(name);
                case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
            }
        });
    }

    @Command(name = "list", description = "Lists the portals.")
    void list() {
        Installation.use(terminal, installation -> {
            Table table = Table.of("ID", "NAME", "PARENT", "LANGUAGE", "HARDENED", "ALLOWED URLS");
            for (Portal portal : installation.portals().list()) {
                table.row(
                        portal.id(),
                        portal.name(),
                        portal.parentId() == 0 ? "" : portal.parentId(),
                        portal.language(),
                        onOff(portal.hardened()),
                        String.join(
                                " ",
                                portal.allowedUrls().stream()
                                        .map(AllowedUrl::url)
                                        .toList()));
            }
            table.print(terminal);
        });
    }

    @Command(name = "show", description = "Shows a portal, with what its pages and mail look like.")
    void show(@Parameters(paramLabel = "ID", description = "The portal.") long id) {
        Installation.use(terminal, installation -> {
            Portal portal = installation.portal(id);
            Table table = Table.ofFields()
                    .row("id", portal.id())
                    .row("name", portal.name())
                    .row("parent", portal.parentId() == 0 ? "none" : portal.parentId())
                    .row("language", portal.language())
                    .row("sender", installation.portals().sender(id).orElse("VESTIBULE_MAIL_FROM"));
            BrandingOptions.show(portal.branding(), table);
            table.row("hardened", onOff(portal.hardened()));
            table.row("act-as", onOff(installation.actAs().isOn(id)));
            PasskeyPolicyOptions.show(portal.passkeys(), table);
            portal.allowedUrls().forEach(url -> table.row("allowed URL", url.url()));
            table.print(terminal);
        });
    }

    @Command(
            name = "allow-url",
            description = {
                "Allows links in a portal's mail to lead to a URL and to all below it, and pages of its origin to call.",
                "https://host/path/. Test mode allows every URL of this machine as it is."
            })
    void allowUrl(
            @Parameters(paramLabel = "ID", description = "The portal.") long id,
            @Parameters(paramLabel = "URL", description = "Without query and fragment.") String url) {
        AllowedUrl allowed = Arguments.allowedUrl(url);
        Installation.use(terminal, installation -> {
            String may = switch (installation.portals().allow(id, allowed, AuditContext.COMMAND)) {
                case Done() -> " may";
                case AllowedAlready() -> " might already";
                case PlainHttp() ->
                    throw new Refusal("\"" + Arguments.shown(url) + "\" can't be allowed: live mode takes https only,"
                            + " and in test mode every URL of this machine is allowed as it is.");
                case TooManySites(int most) ->
                    throw new Refusal(
                            "Pages of more than " + most + " sites beside that of the portal's passkeys can't be"
                                    + " allowed: browsers take no more. 'vestibule portal list' shows what is.");
                case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
            };
            terminal.say("Links of portal " + id + may + " lead to " + allowed.url());
        });
    }

    @Command(
            name = "disallow-url",
            description = {
                "Takes back what allow-url allowed: new links don't lead there, and its pages can't call.",
                "Links that were mailed before still work."
            })
    void disallowUrl(
            @Parameters(paramLabel = "ID", description = "The portal.") long id,
            @Parameters(paramLabel = "URL", description = "As 'vestibule portal list' shows it.") String url) {
        AllowedUrl allowed = Arguments.allowedUrl(url);
        Installation.use(terminal, installation -> {
            switch (installation.portals().disallow(id, allowed, AuditContext.COMMAND)) {
                case Done() -> terminal.say("Links of portal " + id + " may no longer lead to " + allowed.url());
                case NotAllowed() ->
                    throw new Refusal("Portal " + id + " doesn't allow " + allowed.url()
                            + "; 'vestibule portal list' shows what it does.");
                case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
            }
        });
    }

    @Command(
            name = "policy",
            description = {
                "Shows a portal's policy, or changes it.",
                "Hardened: where a contract gives away which addresses exist, answers follow the standards instead."
            })
    void policy(
            @Parameters(paramLabel = "ID", description = "The portal.") long id,
            @Option(names = "--hardened", paramLabel = "on|off", description = "The new value.") @Nullable
                    Switch hardened) {
        Installation.use(terminal, installation -> {
            if (hardened != null) {
                SetPortalCommand.check(installation.portals().harden(id, hardened == Switch.ON, AuditContext.COMMAND));
            }
            Portal portal = installation.portal(id);
            Table table = Table.ofFields().row("hardened", onOff(portal.hardened()));
            PasskeyPolicyOptions.show(portal.passkeys(), table);
            table.print(terminal);
        });
    }

    private static String onOff(boolean value) {
        return value ? "on" : "off";
    }

    /** A policy's value. */
    enum Switch {
        ON,
        OFF
    }
}
