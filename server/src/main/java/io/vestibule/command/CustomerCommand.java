package io.vestibule.command;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.NewCustomer;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.customer.Username;
import io.vestibule.factor.EnrolmentStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.session.SessionStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vestibule customer}. */
@Command(name = "customer", description = "Customers: the people who sign in.", synopsisSubcommandLabel = "COMMAND")
final class CustomerCommand {
    private final Terminal terminal;

    CustomerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "add",
            description = {
                "Makes a customer, the primary one of a new account, and prints their id. Nothing is mailed.",
                "Without a password they sign in by links."
            })
    void add(
            @Option(names = "--portal", paramLabel = "ID", required = true, description = "Whose customer.")
                    long portal,
            @Option(
                            names = "--email",
                            paramLabel = "ADDRESS",
                            required = true,
                            description = "To sign in, and for mail.")
                    String email,
            @Option(names = "--username", paramLabel = "NAME", description = "To sign in with, too.") @Nullable
                    String username,
            @Mixin PasswordInput input,
            @Option(names = "--language", paramLabel = "CODE", description = "Two letters; the portal's if left out.")
                    @Nullable
                    String language,
            @Mixin ProfileOptions profile) {
        EmailAddress address = EmailAddress.parse(email)
                .orElseThrow(() ->
                        new Refusal("\"" + Arguments.shown(email) + "\" is no email address that mail can go to."));
        Username name = username == null ? null : username(username);
        if (language != null) {
            Arguments.language(language);
        }
        String hash = input.given() ? PasswordInput.hash(input.password(terminal), address.value(), username) : null;
        Installation.use(terminal, installation -> {
            installation.requirePortal(portal);
            ProfileSchema schema =
                    installation.portals().portal(portal).orElseThrow().profile();
            NewCustomer customer = hash == null
                    ? NewCustomer.withoutPassword(portal, address, language, profile.read(schema))
                    : NewCustomer.byOperator(portal, address, hash, language, profile.read(schema));
            switch (new CustomerStore(installation.sql()).add(customer, name, AuditContext.COMMAND)) {
                case CustomerStore.Added.Made made ->
                    terminal.say("Customer " + made.customer().id() + " is there.");
                case CustomerStore.Added.Taken taken ->
                    throw new Refusal("A customer of portal " + portal + " has \"" + taken.login() + "\" already:"
                            + " 'vestibule customer show " + taken.login() + " --portal " + portal + "'.");
            }
        });
    }

    private static Username username(String text) {
        return Username.parse(text)
                .orElseThrow(
                        () -> new Refusal("\"" + Arguments.shown(text) + "\" can't be used: " + Username.RULE + "."));
    }

    @Command(name = "show", description = "Shows a customer: everything but the password's hash.")
    void show(@Mixin WhichCustomer which) {
        Installation.use(
                terminal, installation -> CustomerSheet.print(installation, which.find(installation), terminal));
    }

    @Command(name = "unlock", description = "Ends the lock that failed sign-ins brought, and forgets them.")
    void unlock(@Mixin WhichCustomer which) {
        Installation.use(terminal, installation -> {
            long id = which.find(installation);
            boolean was = new GuardStore(installation.sql()).unlock(id, AuditContext.COMMAND);
            terminal.say("Customer " + id + (was ? " is unlocked." : " had no failed sign-in to forget."));
        });
    }

    @Command(
            name = "second-factor-off",
            description = {
                "Turns a customer's second factor off: for one who lost the app, the recovery codes and the mailbox.",
                "Make sure that it is them who asks. A mail tells them."
            })
    void secondFactorOff(@Mixin WhichCustomer which) {
        Installation.use(terminal, installation -> {
            long id = which.find(installation);
            boolean was = new EnrolmentStore(installation.sql()).turnOff(id, AuditContext.COMMAND);
            terminal.say(
                    "Customer " + id + (was ? " signs in without a second factor now." : " had no second factor."));
        });
    }

    @Command(name = "disable", description = "Keeps a customer from signing in, and ends their sessions at once.")
    void disable(@Mixin WhichCustomer which) {
        change(which, true);
    }

    @Command(name = "enable", description = "Lets a disabled customer sign in again.")
    void enable(@Mixin WhichCustomer which) {
        change(which, false);
    }

    @Command(name = "end-sessions", description = "Ends a customer's sessions at once, on every node.")
    void endSessions(@Mixin WhichCustomer which) {
        Installation.use(terminal, installation -> {
            long id = which.find(installation);
            int ended = new SessionStore(installation.sql()).endAll(id, AuditContext.COMMAND);
            terminal.say("Sessions of customer " + id + " that were ended: " + ended + ".");
        });
    }

    @Command(
            name = "delete",
            description = {
                "Deletes a customer with their logins, sessions, links and profile. Their account and the audit stay.",
                "It can't be undone; 'disable' can."
            })
    void delete(@Mixin WhichCustomer which, @Option(names = "--yes", description = "Don't ask.") boolean sure) {
        Installation.use(terminal, installation -> {
            Customer customer = new CustomerStore(installation.sql())
                    .byId(which.find(installation))
                    .orElseThrow();
            if (!sure) {
                terminal.confirm("Customer " + customer.id() + " of portal " + customer.portalId()
                        + " will be gone, and can't be had back.");
            }
            installation.provisioning().delete(customer.portalId(), customer.id(), AuditContext.COMMAND);
            terminal.say("Customer " + customer.id() + " is gone.");
        });
    }

    private void change(WhichCustomer which, boolean disabled) {
        Installation.use(terminal, installation -> {
            long id = which.find(installation);
            new CustomerStore(installation.sql()).disable(id, disabled, AuditContext.COMMAND);
            terminal.say("Customer " + id + (disabled ? " is disabled." : " is enabled."));
        });
    }
}
