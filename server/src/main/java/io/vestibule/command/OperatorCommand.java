package io.vestibule.command;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.administration.OperatorAdministration.Added;
import io.vestibule.administration.OperatorAdministration.ChangeResult;
import io.vestibule.administration.OperatorAdministration.Done;
import io.vestibule.administration.OperatorAdministration.EmailTaken;
import io.vestibule.administration.OperatorAdministration.Issued;
import io.vestibule.administration.OperatorAdministration.LastOwner;
import io.vestibule.administration.OperatorAdministration.UnknownOperator;
import io.vestibule.administration.OperatorAdministration.UnknownPortal;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.EmailAddress;
import io.vestibule.operator.Operator;
import io.vestibule.operator.OperatorChanges;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vestibule operator}. */
@Command(
        name = "operator",
        description = "Operators: people who administer the server in the console, with accounts of their own.",
        synopsisSubcommandLabel = "COMMAND")
final class OperatorCommand {
    private static final String ROLES = "viewer (sees), support (helps customers, too), owner (may do everything).";
    private static final String PORTALS = "Only this portal; several by several options or commas. All if left out.";
    private static final int PAGE = 1000;

    private final Terminal terminal;

    OperatorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "add",
            description = {
                "Makes an operator and prints a link, this once, by which they set a password and a second factor.",
                "It is good once, for 24 hours; 'operator reset' makes another."
            })
    void add(
            @Parameters(paramLabel = "EMAIL", description = "What they sign in with.") String email,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "As the audit shows them; the address if left out.")
                    @Nullable
                    String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            required = true,
                            converter = Arguments.OfRole.class,
                            description = ROLES)
                    Role role,
            @Option(names = "--portal", paramLabel = "ID", split = ",", description = PORTALS) @Nullable
                    List<Long> portals) {
        EmailAddress address = Arguments.email(email);
        String called = name == null ? address.value() : called(name);
        Installation.use(terminal, installation -> {
            Added added =
                    switch (installation.operators().add(address, called, role, scope(portals), AuditContext.COMMAND)) {
                        case Added made -> made;
                        case EmailTaken() -> throw taken(email);
                        case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
                    };
            terminal.say("Operator " + added.operator()
                    + " is there. The link to set a password and a second factor, good" + " once, for 24 hours:");
            terminal.say(added.link().reveal());
        });
    }

    private static String called(String name) {
        return Arguments.name("operator", name).value();
    }

    private static PortalScope scope(@Nullable List<Long> portals) {
        return portals == null ? PortalScope.ALL : PortalScope.of(portals);
    }

    @Command(name = "list", description = "Lists the operators.")
    void list() {
        Installation.use(terminal, installation -> {
            Table table = Table.of("ID", "EMAIL", "NAME", "ROLE", "PORTALS", "STATE");
            OperatorAdministration operators = installation.operators();
            List<Operator> page = operators.list(0, PAGE);
            while (!page.isEmpty()) {
                for (Operator operator : page) {
                    table.row(
                            operator.id(),
                            operator.email(),
                            operator.name(),
                            operator.role().label(),
                            portals(operator.portals()),
                            state(operator));
                }
                page = operators.list(page.getLast().id(), PAGE);
            }
            table.print(terminal);
        });
    }

    static String portals(PortalScope scope) {
        List<Long> ids = scope.ids();
        return ids == null ? "all" : ids.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static String state(Operator operator) {
        if (operator.disabled()) {
            return "disabled";
        }
        if (!operator.ready()) {
            return "link not used yet";
        }
        return operator.lockedUntil() == null ? "active" : "locked until " + operator.lockedUntil();
    }

    @Command(name = "set", description = "Changes an operator; what they may do holds from their next request on.")
    void set(
            @Parameters(paramLabel = "EMAIL", description = "The operator.") String email,
            @Option(names = "--email", paramLabel = "EMAIL", description = "Another address to sign in with.") @Nullable
                    String address,
            @Option(names = "--name", paramLabel = "NAME", description = "As the audit shows them.") @Nullable
                    String name,
            @Option(names = "--role", paramLabel = "ROLE", converter = Arguments.OfRole.class, description = ROLES)
                    @Nullable
                    Role role,
            @Option(names = "--portal", paramLabel = "ID", split = ",", description = "Only these portals.") @Nullable
                    List<Long> portals,
            @Option(names = "--all-portals", description = "All portals.") boolean all) {
        if (all && portals != null) {
            throw new Refusal("Say --portal or --all-portals, not both.");
        }
        var changes = new OperatorChanges(
                address == null ? null : Arguments.email(address).value(),
                name == null ? null : called(name),
                role,
                all ? PortalScope.ALL : portals == null ? null : PortalScope.of(portals));
        if (changes.equals(new OperatorChanges(null, null, null, null))) {
            throw new Refusal("Nothing was to be changed: give --email, --name, --role, --portal or --all-portals.");
        }
        change(email, "changed", (operators, id) -> operators.set(id, changes, AuditContext.COMMAND));
    }

    @Command(name = "disable", description = "Keeps an operator from signing in, and ends their sessions at once.")
    void disable(@Parameters(paramLabel = "EMAIL", description = "The operator.") String email) {
        change(email, "disabled", (operators, id) -> operators.disable(id, AuditContext.COMMAND));
    }

    @Command(name = "enable", description = "Lets a disabled operator sign in again, and ends a lock.")
    void enable(@Parameters(paramLabel = "EMAIL", description = "The operator.") String email) {
        change(email, "enabled", (operators, id) -> operators.enable(id, AuditContext.COMMAND));
    }

    @Command(name = "delete", description = "Deletes an operator; the audit still names them.")
    void delete(@Parameters(paramLabel = "EMAIL", description = "The operator.") String email) {
        change(email, "deleted", (operators, id) -> operators.delete(id, AuditContext.COMMAND));
    }

    /** What is done with an operator. */
    @FunctionalInterface
    private interface Change {
        ChangeResult of(OperatorAdministration operators, long id);
    }

    private void change(String email, String done, Change change) {
        Installation.use(terminal, installation -> {
            OperatorAdministration operators = installation.operators();
            switch (change.of(operators, id(operators, email))) {
                case Done() -> terminal.say("Operator " + Arguments.shown(email) + " is " + done + ".");
                case EmailTaken() -> throw taken(email);
                case LastOwner() ->
                    throw new Refusal("Nobody would be left who may manage operators: make another owner of all portals"
                            + " first.");
                case UnknownOperator() -> throw unknown(email);
                case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
            }
        });
    }

    @Command(
            name = "reset",
            description = {
                "Prints a link, this once, by which an operator sets a password and a second factor anew.",
                "Until it is used, the former ones are good: disable the operator if they are known to others."
            })
    void reset(@Parameters(paramLabel = "EMAIL", description = "The operator.") String email) {
        Installation.use(terminal, installation -> {
            OperatorAdministration operators = installation.operators();
            Secret link = switch (operators.reset(id(operators, email), AuditContext.COMMAND)) {
                case Issued(Secret issued) -> issued;
                case UnknownOperator() -> throw unknown(email);
            };
            terminal.say("The link to set a password and a second factor, good once, for 24 hours:");
            terminal.say(link.reveal());
        });
    }

    private static long id(OperatorAdministration operators, String email) {
        return operators.byEmail(email).orElseThrow(() -> unknown(email)).id();
    }

    private static Refusal unknown(String email) {
        return new Refusal("There is no operator " + Arguments.shown(email) + "; 'vestibule operator list' shows all.");
    }

    private static Refusal taken(String email) {
        return new Refusal("Another operator signs in with that address than " + Arguments.shown(email)
                + "; 'vestibule operator list' shows all.");
    }
}
