package io.vestibule.command;

import io.vestibule.administration.SignInAdministration.Done;
import io.vestibule.administration.SignInAdministration.PasswordRefused;
import io.vestibule.administration.SignInAdministration.UnknownCustomer;
import io.vestibule.audit.AuditContext;
import io.vestibule.secret.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vestibule customer set-password}. */
@Command(
        name = "set-password",
        description = {
            "Gives a customer another password, which ends their sessions, links and lock. A mail tells them.",
            "Asks at the terminal, unless an option says where the password is."
        })
final class SetPasswordCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    private WhichCustomer which = new WhichCustomer();

    @Mixin
    private PasswordInput input = new PasswordInput();

    SetPasswordCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Secret password = input.password(terminal);
        Installation.use(terminal, installation -> {
            long id = which.find(installation).id();
            switch (installation.signIns().setPassword(id, password, AuditContext.COMMAND)) {
                case Done() -> terminal.say("Customer " + id + " has the new password; their sessions are over.");
                case PasswordRefused(String sentence) -> throw Refusal.password(sentence);
                case UnknownCustomer() -> throw Refusal.unknownCustomer(id);
            }
        });
    }
}
