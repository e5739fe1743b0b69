package io.vestibule.command;

import picocli.CommandLine.Command;

/** {@code vestibule migrate}. */
@Command(
        name = "migrate",
        description =
                "Brings the database's schema up to date. Every other command does so too; this one does nothing else.")
final class MigrateCommand implements Runnable {
    private final Terminal terminal;

    MigrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Installation.use(
                terminal,
                installation -> terminal.say(
                        installation.migrations() == 0
                                ? "The schema was up to date."
                                : "The schema is up to date; " + "migrations applied: " + installation.migrations()
                                        + "."));
    }
}
