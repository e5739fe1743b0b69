package io.vestibule.command;

import io.vestibule.audit.AuditContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vestibule epoch}. */
@Command(
        name = "epoch",
        description = "The token epoch: what was issued in an earlier one is void.",
        synopsisSubcommandLabel = "COMMAND")
final class EpochCommand {
    private final Terminal terminal;

    EpochCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "bump",
            description = {
                "Revokes all tokens: starts a new token epoch, in which every session, link and access token issued before is void,"
                        + " on every node within a second.",
                "For after a backup was restored (what was revoked since would be good again), or a key leaked."
            })
    void bump(@Option(names = "--yes", description = "Don't ask.") boolean sure) {
        if (!sure) {
            terminal.confirm("Every customer will have to sign in again, and links in mails sent so far won't work.");
        }
        Installation.use(terminal, installation -> {
            int ended = installation.keyAdministration().startEpoch(AuditContext.COMMAND);
            terminal.say("A new token epoch has begun. Sessions ended: " + ended + ".");
        });
    }
}
