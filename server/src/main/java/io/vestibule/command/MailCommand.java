package io.vestibule.command;

import io.vestibule.administration.MailAdministration;
import io.vestibule.administration.MailAdministration.ResendResult.NotSetAside;
import io.vestibule.administration.MailAdministration.ResendResult.Resent;
import io.vestibule.audit.AuditContext;
import io.vestibule.mail.OutboxAdministrationStore;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vestibule mail}. */
@Command(
        name = "mail",
        description = "Undeliverable mail, which was set aside: refused, or unreadable.",
        synopsisSubcommandLabel = "COMMAND")
final class MailCommand {
    private final Terminal terminal;

    MailCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "Lists the undeliverable mail, which was set aside, and why.")
    void list() {
        Installation.use(terminal, installation -> {
            Table table = Table.of("ID", "CREATED", "PORTAL", "CUSTOMER", "PURPOSE", "TRIES", "FAULT");
            for (OutboxAdministrationStore.SetAside mail : installation.mail().list()) {
                table.row(
                        mail.id(),
                        mail.createdAt(),
                        mail.portalId(),
                        mail.customerId(),
                        mail.purpose(),
                        mail.attempts(),
                        mail.fault());
            }
            table.print(terminal);
        });
    }

    @Command(
            name = "resend",
            description = {
                "Has mail that was set aside sent again: any node takes it within two seconds.",
                "A link or code in it may have expired by now."
            })
    void resend(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "The mails, as 'mail list' shows them.")
                    @Nullable
                    List<Long> given,
            @Option(names = "--all", description = "All that was set aside.") boolean all) {
        List<Long> ids = given == null ? List.of() : given;
        if (all != ids.isEmpty()) {
            throw new Refusal("Say which mail: ids as 'vestibule mail list' shows them, or --all.");
        }
        Installation.use(terminal, installation -> {
            int count = all ? installation.mail().resendAll(AuditContext.COMMAND) : resend(installation.mail(), ids);
            terminal.say("Sent again: " + count + (count == 1 ? " mail." : " mails."));
        });
    }

    private static int resend(MailAdministration mail, List<Long> ids) {
        return switch (mail.resend(ids, AuditContext.COMMAND)) {
            case Resent(int mails) -> mails;
            case NotSetAside(List<Long> missing) ->
                throw new Refusal("Not set aside: "
                        + missing.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + "; 'vestibule mail list' shows what is. Nothing was sent again.");
        };
    }
}
