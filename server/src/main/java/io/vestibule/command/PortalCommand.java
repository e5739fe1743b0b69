package io.vestibule.command;

import io.vestibule.audit.AuditContext;
import io.vestibule.config.Mailbox;
import io.vestibule.config.Mode;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalStore;
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
        Arguments.line("portal's name", name);
        Arguments.language(language);
        Installation.use(terminal, installation -> {
            if (parent != 0) {
                installation.requirePortal(parent);
            }
            long id = installation
                    .portals()
                    .add(name, parent, language, AuditContext.COMMAND)
                    .orElseThrow(() -> taken(name));
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
        Arguments.line("portal's name", name);
        Installation.use(terminal, installation -> {
            installation.requirePortal(id);
            if (!installation.portals().rename(id, name, AuditContext.COMMAND)) {
                throw taken(name);
            }
            terminal.say("Portal " + id + " is called \"" + name + "\" now.");
        });
    }

    @Command(name = "list", description = "Lists the portals.")
    void list() {
        Installation.use(terminal, installation -> {
            Table table = Table.of("ID", "NAME", "PARENT", "LANGUAGE", "HARDENED", "ALLOWED URLS");
            for (Portal portal : installation.portals().portals()) {
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

    @Command(
            name = "allow-url",
            description = {
                "Allows links in a portal's mail to lead to a URL and to all below it, and pages of its origin to call.",
                "https://host/path/. Test mode allows every URL of this machine as it is."
            })
    void allowUrl(
            @Parameters(paramLabel = "ID", description = "The portal.") long id,
            @Parameters(paramLabel = "URL", description = "Without query and fragment.") String url) {
        AllowedUrl allowed = allowed(url);
        Installation.use(terminal, installation -> {
            if (allowed.plain() && installation.config().mode() == Mode.LIVE) {
                throw new Refusal("\"" + Arguments.shown(url) + "\" can't be allowed: live mode takes https only,"
                        + " and in test mode every URL of this machine is allowed as it is.");
            }
            installation.requirePortal(id);
            boolean added = installation.portals().allow(id, allowed, AuditContext.COMMAND);
            terminal.say("Links of portal " + id + (added ? " may" : " might already") + " lead to " + allowed.url());
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
        AllowedUrl allowed = allowed(url);
        Installation.use(terminal, installation -> {
            installation.requirePortal(id);
            if (!installation.portals().disallow(id, allowed, AuditContext.COMMAND)) {
                throw new Refusal("Portal " + id + " doesn't allow " + allowed.url()
                        + "; 'vestibule portal list' shows what it does.");
            }
            terminal.say("Links of portal " + id + " may no longer lead to " + allowed.url());
        });
    }

    private static AllowedUrl allowed(String url) {
        try {
            return AllowedUrl.of(url);
        } catch (IllegalArgumentException e) {
            throw new Refusal("\"" + Arguments.shown(url) + "\" can't be allowed: " + e.getMessage() + ".", e);
        }
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
            PortalStore portals = installation.portals();
            installation.requirePortal(id);
            if (hardened != null) {
                portals.harden(id, hardened == Switch.ON, AuditContext.COMMAND);
            }
            Portal portal = portals.portal(id).orElseThrow();
            Table.ofFields().row("hardened", onOff(portal.hardened())).print(terminal);
        });
    }

    @Command(name = "set", description = "Sets who a portal's mail is from, and its language.")
    void set(
            @Parameters(paramLabel = "ID", description = "The portal.") long id,
            @Option(
                            names = "--sender",
                            paramLabel = "MAILBOX",
                            description = "\"Example Homes <no-reply@example.com>\"; empty: VESTIBULE_MAIL_FROM.")
                    @Nullable
                    String sender,
            @Option(
                            names = "--language",
                            paramLabel = "CODE",
                            description = "Two letters: of mail to customers who have no language of their own.")
                    @Nullable
                    String language) {
        if (sender == null && language == null) {
            throw new Refusal("Say what to set: --sender, --language.");
        }
        if (language != null) {
            Arguments.language(language);
        }
        if (sender != null && !sender.isEmpty()) {
            try {
                Mailbox.parse(sender);
            } catch (IllegalArgumentException e) {
                throw new Refusal(
                        "\"" + Arguments.shown(sender) + "\" is no sender, such as Example <no-reply@example.com>.", e);
            }
        }
        Installation.use(terminal, installation -> {
            installation.requirePortal(id);
            if (language != null) {
                installation.portals().setLanguage(id, language, AuditContext.COMMAND);
                terminal.say("The language of portal " + id + " is " + language);
            }
            if (sender != null) {
                installation.portals().setSender(id, sender.isEmpty() ? null : sender, AuditContext.COMMAND);
                terminal.say(
                        "Mail of portal " + id + " is from " + (sender.isEmpty() ? "VESTIBULE_MAIL_FROM" : sender));
            }
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
