package io.vestibule.command;

import io.vestibule.session.SigningKeys;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code vestibule keys}. */
@Command(name = "keys", description = "The keys that sign access tokens.", synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
    private final Terminal terminal;

    KeysCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "rotate",
            description = {
                "Starts a new signing key. It is published at once and signs ten minutes later; tokens signed before stay good.",
                "Keys rotate by themselves every 90 days."
            })
    void rotate() {
        Installation.use(terminal, installation -> {
            Duration longest = installation.config().session().accessFromLink();
            new SigningKeys(installation.jdbi(), installation.keys(), longest)
                    .rotate(Duration.ZERO, Installation.ORIGIN);
            terminal.say("A new signing key is published. No token became invalid.");
        });
    }
}
