package io.vestibule.command;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.NewPassword;
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
            Customer customer = new CustomerStore(installation.sql())
                    .byId(which.find(installation))
                    .orElseThrow();
            String hash = PasswordInput.hash(password, customer.email(), customer.username());
            if (!installation
                    .provisioning()
                    .setPassword(customer.id(), NewPassword.byOperator(hash), AuditContext.COMMAND)) {
                throw new Refusal("Customer " + customer.id() + " is gone.");
            }
            terminal.say("Customer " + customer.id() + " has the new password; their sessions are over.");
        });
    }
}
