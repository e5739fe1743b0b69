package io.vestibule.command;

import io.vestibule.administration.PasskeyAdministration.RemoveResult;
import io.vestibule.audit.AuditContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vestibule customer passkey}. */
@Command(
        name = "passkey",
        description = "A customer's passkeys; 'customer show' lists them.",
        synopsisSubcommandLabel = "COMMAND")
final class CustomerPasskeyCommand {
    private final Terminal terminal;

    CustomerPasskeyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "remove",
            description = {
                "Removes a passkey: of a device that was lost or stolen. It signs nobody in any more; sessions go on.",
                "A mail tells the customer."
            })
    void remove(
            @Mixin WhichCustomer which,
            @Parameters(index = "1", paramLabel = "PASSKEY", description = "Its number, as 'customer show' has it.")
                    long passkey) {
        Installation.use(terminal, installation -> {
            long id = which.find(installation).id();
            switch (installation.passkeys().remove(id, passkey, AuditContext.COMMAND)) {
                case RemoveResult.Done() -> terminal.say("Passkey " + passkey + " of customer " + id + " is gone.");
                case RemoveResult.UnknownPasskey() ->
                    throw new Refusal("Customer " + id + " has no passkey " + passkey + "; 'vestibule customer show "
                            + id + "' lists those they have.");
                case RemoveResult.UnknownCustomer() -> throw Refusal.unknownCustomer(id);
            }
        });
    }
}
