package io.vestibule.command;

import io.vestibule.operations.Logging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/**
 * All commands. Exit codes: 0 done; 1 refused or failed, with a sentence on standard error that says what to do; 2 not
 * understood.
 */
@Command(
        name = "vestibule",
        description = "Signs customers in, behind any number of customer portals.",
        mixinStandardHelpOptions = true,
        versionProvider = Vestibule.Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Settings are environment variables, VESTIBULE_..., or stand in the YAML file that VESTIBULE_CONFIG names;",
            "docs/configuration.md tells of each.",
            "Exit codes: 0 done, 1 refused or failed (standard error says why and what to do), 2 not understood."
        })
public final class Vestibule {
    /** In the order in which the help lists them. */
    private static final SequencedMap<String, Function<Terminal, Object>> COMMANDS = new LinkedHashMap<>();

    /** Commands that only show or add, and the names of groups. */
    private static final Set<String> HARMLESS = Set.of(
            "portal",
            "client",
            "customer",
            "operator",
            "apikey",
            "audit",
            "keys",
            "add",
            "list",
            "show",
            "export",
            "serve",
            "upstream");

    static {
        COMMANDS.put(ServeCommand.NAME, ServeCommand::new);
        COMMANDS.put("migrate", MigrateCommand::new);
        COMMANDS.put(
                "portal",
                terminal -> new CommandLine(new PortalCommand(terminal))
                        .addSubcommand(new SetPortalCommand(terminal))
                        .addSubcommand(new ProfileSchemaCommand(terminal))
                        .addSubcommand(new MailTextCommand(terminal))
                        .addSubcommand(new UpstreamCommand(terminal)));
        COMMANDS.put(
                "client",
                terminal -> new CommandLine(new ClientCommand(terminal))
                        .addSubcommand(new AddClientCommand(terminal))
                        .addSubcommand(new SetClientCommand(terminal)));
        COMMANDS.put(
                "customer",
                terminal -> new CommandLine(new CustomerCommand(terminal))
                        .addSubcommand(new CustomerListCommand(terminal))
                        .addSubcommand(new SetPasswordCommand(terminal))
                        .addSubcommand(new CustomerPasskeyCommand(terminal)));
        COMMANDS.put("operator", OperatorCommand::new);
        COMMANDS.put("apikey", ApiKeyCommand::new);
        COMMANDS.put("audit", AuditCommand::new);
        COMMANDS.put("mail", MailCommand::new);
        COMMANDS.put("import", ImportCommand::new);
        COMMANDS.put("export", ExportCommand::new);
        COMMANDS.put("keys", KeysCommand::new);
        COMMANDS.put("epoch", EpochCommand::new);
        COMMANDS.put("aot-cache", AotCacheCommand::new);
    }

    /** Runs the command that the arguments name, in this process; returns its exit code. */
    public static int run(String... args) {
        Logging.commanding();
        Terminal terminal = Terminal.ofProcess();
        return ServeCommand.usual(terminal, List.of(args))
                .map(Vestibule::serve)
                .orElseGet(() -> commandLine(terminal, args).execute(args));
    }

    private static int serve(ServeCommand command) {
        try {
            command.run();
            return 0;
        } catch (RuntimeException e) {
            return Faults.tell(e, errors());
        }
    }

    private static PrintWriter errors() {
        return new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    }

    /**
     * What understands these arguments. Picocli reads commands by reflection, which for all of them takes 0.2 s: the help and a
     * mistake need them all, a command only itself.
     */
    static CommandLine commandLine(Terminal terminal, String... args) {
        CommandLine line = new CommandLine(new Vestibule());
        Function<Terminal, Object> named = args.length == 0 ? null : COMMANDS.get(args[0]);
        for (Function<Terminal, Object> command : named == null ? COMMANDS.values() : List.of(named)) {
            line.addSubcommand(command.apply(terminal));
        }
        return line.setErr(errors())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(parsed -> executed(terminal, parsed))
                .setParameterExceptionHandler(Vestibule::misunderstood)
                .setExecutionExceptionHandler(new Faults());
    }

    private static int executed(Terminal terminal, CommandLine.ParseResult parsed) {
        int exit = new CommandLine.RunLast().execute(parsed);
        if (exit == CommandLine.ExitCode.OK && terminal.isCut()) {
            throw new Refusal("It is done, but standard output didn't take all that there is to say.");
        }
        return exit;
    }

    /** One line, a guess at what was meant, and where to read on: the whole usage would hide the fault. */
    private static int misunderstood(CommandLine.ParameterException fault, String[] args) {
        CommandLine command = fault.getCommandLine();
        command.getErr().println("vestibule: " + fault.getMessage());
        if (fault instanceof CommandLine.UnmatchedArgumentException unmatched) {
            suggestion(unmatched).ifPresent(guess -> command.getErr().println("Did you mean: " + guess + "?"));
        }
        command.getErr().println("'" + command.getCommandSpec().qualifiedName(" ") + " --help' tells how it is used.");
        return CommandLine.ExitCode.USAGE;
    }

    /** What was meant, perhaps. Whoever follows a guess without a thought must break nothing: a word that changes things isn't one. */
    private static Optional<String> suggestion(CommandLine.UnmatchedArgumentException fault) {
        return fault.getSuggestions().stream()
                .filter(guess -> guess.startsWith("--")
                        ? !guess.startsWith("--yes")
                        : HARMLESS.contains(guess.substring(guess.lastIndexOf(' ') + 1)))
                .reduce((one, other) -> one + " or " + other);
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Vestibule.class.getPackage().getImplementationVersion();
            return new String[] {"vestibule " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
