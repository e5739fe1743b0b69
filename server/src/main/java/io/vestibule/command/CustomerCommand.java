package io.vestibule.command;

import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.CustomerAdministration.Added;
import io.vestibule.administration.CustomerAdministration.Deleted;
import io.vestibule.administration.CustomerAdministration.LoginTaken;
import io.vestibule.administration.CustomerAdministration.ProfileRefused;
import io.vestibule.administration.CustomerAdministration.UnknownPortal;
import io.vestibule.administration.CustomerDraft;
import io.vestibule.administration.LanguageCode;
import io.vestibule.administration.SignInAdministration;
import io.vestibule.administration.SignInAdministration.Done;
import io.vestibule.administration.SignInAdministration.Ended;
import io.vestibule.administration.SignInAdministration.Unchanged;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Username;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        LanguageCode code = language == null ? null : Arguments.language(language);
        Secret password = input.given() ? input.password(terminal) : null;
        var draft = new CustomerDraft(portal, address, name, password, code, profile.sent());
        Installation.use(terminal, installation -> {
            switch (installation.customers().add(draft, AuditContext.COMMAND)) {
                case Added(Customer made) -> terminal.say("Customer " + made.id() + " is there.");
                case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
                case CustomerAdministration.PasswordRefused(String sentence) -> throw Refusal.password(sentence);
                case ProfileRefused(Map<String, List<String>> errors) ->
                    throw new Refusal(
                            errors.values().stream().flatMap(List::stream).collect(Collectors.joining(" ")));
                case LoginTaken(String login) ->
                    throw new Refusal("A customer of portal " + portal + " has \"" + login + "\" already:"
                            + " 'vestibule customer show " + login + " --portal " + portal + "'.");
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
        Installation.use(terminal, installation -> {
            long id = which.find(installation).id();
            CustomerSheet.print(
                    installation.customers().details(id).orElseThrow(() -> Refusal.unknownCustomer(id)), terminal);
        });
    }

    @Command(name = "unlock", description = "Ends the lock that failed sign-ins brought, and forgets them.")
    void unlock(@Mixin WhichCustomer which) {
        Installation.use(terminal, installation -> {
            long id = which.find(installation).id();
            String now = switch (installation.signIns().unlock(id, AuditContext.COMMAND)) {
                case Done() -> " is unlocked.";
                case Unchanged() -> " had no failed sign-in to forget.";
                case SignInAdministration.UnknownCustomer() -> throw Refusal.unknownCustomer(id);
            };
            terminal.say("Customer " + id + now);
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
            long id = which.find(installation).id();
            String now = switch (installation.signIns().turnSecondFactorOff(id, AuditContext.COMMAND)) {
                case Done() -> " signs in without a second factor now.";
                case Unchanged() -> " had no second factor.";
                case SignInAdministration.UnknownCustomer() -> throw Refusal.unknownCustomer(id);
            };
            terminal.say("Customer " + id + now);
        });
    }

    @Command(name = "disable", description = "Keeps a customer from signing in, and ends their sessions at once.")
    void disable(@Mixin WhichCustomer which) {
        Installation.use(terminal, installation -> {
            long id = which.find(installation).id();
            switch (installation.signIns().disable(id, AuditContext.COMMAND)) {
                case Done() -> terminal.say("Customer " + id + " is disabled.");
                case SignInAdministration.UnknownCustomer() -> throw Refusal.unknownCustomer(id);
            }
        });
    }

    @Command(name = "enable", description = "Lets a disabled customer sign in again.")
    void enable(@Mixin WhichCustomer which) {
        Installation.use(terminal, installation -> {
            long id = which.find(installation).id();
            switch (installation.signIns().enable(id, AuditContext.COMMAND)) {
                case Done() -> terminal.say("Customer " + id + " is enabled.");
                case SignInAdministration.UnknownCustomer() -> throw Refusal.unknownCustomer(id);
            }
        });
    }

    @Command(name = "end-sessions", description = "Ends a customer's sessions at once, on every node.")
    void endSessions(@Mixin WhichCustomer which) {
        Installation.use(terminal, installation -> {
            long id = which.find(installation).id();
            switch (installation.signIns().endSessions(id, AuditContext.COMMAND)) {
                case Ended(int sessions) ->
                    terminal.say("Sessions of customer " + id + " that were ended: " + sessions + ".");
                case SignInAdministration.UnknownCustomer() -> throw Refusal.unknownCustomer(id);
            }
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
            Customer customer = which.find(installation);
            if (!sure) {
                terminal.confirm("Customer " + customer.id() + " of portal " + customer.portalId()
                        + " will be gone, and can't be had back.");
            }
            switch (installation.customers().delete(customer.id(), AuditContext.COMMAND)) {
                case Deleted() -> terminal.say("Customer " + customer.id() + " is gone.");
                case CustomerAdministration.UnknownCustomer() -> throw Refusal.unknownCustomer(customer.id());
            }
        });
    }
}
