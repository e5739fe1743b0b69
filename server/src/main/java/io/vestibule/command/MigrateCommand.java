package io.vestibule.command;

import picocli.CommandLine.Command;

/** {@code vestibule migrate}. */
@Command(
        name = "migrate",
        description =
                "Brings the database's schema up to date. Every other command does so too; this one does nothing else.")
final class MigrateCommand implements Runnable {
    static final String UP_TO_DATE = "The schema is up to date; ";

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
                                : UP_TO_DATE + "it took " + installation.migrations() + " migrations."));
    }
}
