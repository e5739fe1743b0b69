package io.vestibule.command;

import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.NewCustomer;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.customer.Username;
import io.vestibule.factor.EnrolmentStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.password.PasswordHasher;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.secret.Secret;
import java.util.ArrayList;
import java.util.List;
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
            @Option(names = "--password", description = "Ask for a password at the terminal.") boolean ask,
            @Option(names = "--password-stdin", description = "Read a password: the first line of standard input.")
                    boolean read,
            @Option(names = "--language", paramLabel = "CODE", description = "Two letters; the portal's if left out.")
                    @Nullable
                    String language,
            @Mixin ProfileOptions profile) {
        EmailAddress address = EmailAddress.parse(email)
                .orElseThrow(
                        () -> new Refusal("\"" + Given.shown(email) + "\" is no email address that mail can go to."));
        Username name = username == null ? null : username(username);
        if (language != null) {
            Given.language(language);
        }
        Secret password = read ? terminal.readPassword() : ask ? terminal.askPassword() : null;
        String hash = password == null ? null : hash(password, address, username);
        Installation.use(terminal, installation -> {
            installation.requirePortal(portal);
            ProfileSchema schema =
                    installation.portals().portal(portal).orElseThrow().profile();
            NewCustomer customer = hash == null
                    ? NewCustomer.withoutPassword(portal, address, language, profile.read(schema))
                    : NewCustomer.byOperator(portal, address, hash, language, profile.read(schema));
            switch (new CustomerStore(installation.sql()).add(customer, name, Installation.ORIGIN)) {
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
                .orElseThrow(() -> new Refusal("\"" + Given.shown(text) + "\" can't be used: " + Username.RULE + "."));
    }

    private static String hash(Secret password, EmailAddress address, @Nullable String username) {
        List<String> logins = new ArrayList<>(List.of(address.value()));
        if (username != null) {
            logins.add(username);
        }
        new PasswordPolicy().objection(password, logins).ifPresent(objection -> {
            throw new Refusal(objection + " Nothing was stored.");
        });
        return PasswordHasher.create().hash(password);
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
            boolean was = new GuardStore(installation.sql()).unlock(id, Installation.ORIGIN);
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
            boolean was = new EnrolmentStore(installation.sql()).turnOff(id, Installation.ORIGIN);
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

    private void change(WhichCustomer which, boolean disabled) {
        Installation.use(terminal, installation -> {
            long id = which.find(installation);
            new CustomerStore(installation.sql()).disable(id, disabled, Installation.ORIGIN);
            terminal.say("Customer " + id + (disabled ? " is disabled." : " is enabled."));
        });
    }
}
