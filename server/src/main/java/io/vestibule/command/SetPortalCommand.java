package io.vestibule.command;

import io.vestibule.administration.LanguageCode;
import io.vestibule.administration.PasskeyPolicyChanges;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.Sender;
import io.vestibule.audit.AuditContext;
import io.vestibule.branding.BrandingChanges;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vestibule portal set}. */
@Command(
        name = "set",
        description = {
            "Sets what a portal's pages and mail look like, who its mail is from, its language, which passkeys its"
                    + " customers may have, and whether operators may act for them.",
            "Every node knows within a second."
        })
final class SetPortalCommand implements Runnable {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The portal.")
    private long id;

    @Option(
            names = "--sender",
            paramLabel = "MAILBOX",
            description = "\"Example Homes <no-reply@example.com>\"; empty: VESTIBULE_MAIL_FROM.")
    private @Nullable String sender;

    @Option(
            names = "--language",
            paramLabel = "CODE",
            description = "Two letters: of mail to customers who have no language of their own.")
    private @Nullable String language;

    @Option(
            names = "--act-as",
            paramLabel = "on|off",
            description = "Whether operators may act for its customers (impersonation); off until it is set.")
    private PortalCommand.@Nullable Switch actAs;

    @Mixin
    private BrandingOptions branding = new BrandingOptions();

    @Mixin
    private PasskeyPolicyOptions passkeys = new PasskeyPolicyOptions();

    SetPortalCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (sender == null && language == null && actAs == null && !branding.given() && !passkeys.given()) {
            throw new Refusal("Say what to set: --logo-file, --accent-color, --terms-url, --privacy-url, --sender,"
                    + " --language, --act-as, --passkey-rp-id, --passkey-top-origin, --passkey-allow, --passkey-block,"
                    + " --passkey-limit.");
        }
        LanguageCode code = language == null ? null : Arguments.language(language);
        BrandingChanges looks = branding.changes();
        PasskeyPolicyChanges changes = passkeys.changes();
        Sender from = sender == null || sender.isEmpty() ? null : sender(sender);
        Installation.use(terminal, installation -> {
            PortalAdministration portals = installation.portals();
            if (code != null) {
                check(portals.setLanguage(id, code, AuditContext.COMMAND));
                terminal.say("The language of portal " + id + " is " + code.value());
            }
            if (sender != null) {
                check(portals.setSender(id, from, AuditContext.COMMAND));
                terminal.say(
                        "Mail of portal " + id + " is from " + (from == null ? "VESTIBULE_MAIL_FROM" : from.text()));
            }
            if (actAs != null) {
                setActAs(installation, actAs == PortalCommand.Switch.ON);
            }
            if (branding.given()) {
                terminal.say(branding.told(id, installation.branding().set(id, looks, AuditContext.COMMAND)));
            }
            if (passkeys.given()) {
                terminal.say(passkeys.told(id, installation.passkeys().set(id, changes, AuditContext.COMMAND)));
            }
        });
    }

    private void setActAs(Installation installation, boolean on) {
        if (!installation.actAs().set(id, on, AuditContext.COMMAND)) {
            throw Refusal.unknownPortal(id);
        }
        terminal.say("Operators may" + (on ? "" : " no longer") + " act for customers of portal " + id);
    }

    private static Sender sender(String text) {
        return Sender.parse(text)
                .orElseThrow(() -> new Refusal(
                        "\"" + Arguments.shown(text) + "\" is no sender, such as Example <no-reply@example.com>."));
    }

    /** Refuses what was set of no portal. */
    static void check(PortalAdministration.SetResult result) {
        switch (result) {
            case PortalAdministration.Done() -> {}
            case PortalAdministration.UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
        }
    }
}
