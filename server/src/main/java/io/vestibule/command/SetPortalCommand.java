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
            "Sets what a portal's pages and mail look like, who its mail is from, its language, and which passkeys its"
                    + " customers may have.",
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

    @Mixin
    private BrandingOptions branding = new BrandingOptions();

    @Mixin
    private PasskeyPolicyOptions passkeys = new PasskeyPolicyOptions();

    SetPortalCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (sender == null && language == null && !branding.given() && !passkeys.given()) {
            throw new Refusal("Say what to set: --logo-file, --accent-color, --terms-url, --privacy-url, --sender,"
                    + " --language, --passkey-rp-id, --passkey-top-origin, --passkey-allow, --passkey-block,"
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
            if (branding.given()) {
                terminal.say(branding.told(id, installation.branding().set(id, looks, AuditContext.COMMAND)));
            }
            if (passkeys.given()) {
                terminal.say(passkeys.told(id, installation.passkeys().set(id, changes, AuditContext.COMMAND)));
            }
        });
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
