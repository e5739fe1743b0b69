package io.vestibule.command;

import io.vestibule.operations.Logging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
            "Settings are environment variables, VESTIBULE_...; docs/configuration.md tells of each.",
            "Exit codes: 0 done, 1 refused or failed (standard error says why and what to do), 2 not understood."
        })
public final class Vestibule {

    /** Runs the command that the arguments name, in this process; returns its exit code. */
    public static int run(String... args) {
        Logging.commanding();
        return commandLine(Terminal.ofProcess()).execute(args);
    }

    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new Vestibule())
                .addSubcommand(new ServeCommand(terminal))
                .addSubcommand(new MigrateCommand(terminal))
                .addSubcommand(
                        new CommandLine(new PortalCommand(terminal)).addSubcommand(new ProfileSchemaCommand(terminal)))
                .addSubcommand(new ClientCommand(terminal))
                .addSubcommand(new CustomerCommand(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(new KeysCommand(terminal))
                .addSubcommand(new EpochCommand(terminal))
                .addSubcommand(new AotCacheCommand(terminal))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Vestibule::misunderstood)
                .setExecutionExceptionHandler(new Faults());
    }

    /** One line, a guess at what was meant, and where to read on: the whole usage would hide the fault. */
    private static int misunderstood(CommandLine.ParameterException fault, String[] args) {
        CommandLine command = fault.getCommandLine();
        command.getErr().println("vestibule: " + fault.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(fault, command.getErr());
        command.getErr().println("'" + command.getCommandSpec().qualifiedName(" ") + " --help' tells how it is used.");
        return CommandLine.ExitCode.USAGE;
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
