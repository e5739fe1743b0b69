package io.vestibule.command;

import io.vestibule.administration.KeyAdministration;
import io.vestibule.audit.AuditContext;
import picocli.CommandLine.Command;

/** {@code vestibule keys}. */
@Command(
        name = "keys",
        description = "The keys that sign access tokens, and what the master key seals.",
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
    private final Terminal terminal;

    KeysCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "rotate",
            description = {
                "Starts a new signing key. It is published at once and signs ten minutes later; tokens signed before"
                        + " stay good.",
                "Keys rotate by themselves every 90 days."
            })
    void rotate() {
        Installation.use(terminal, installation -> {
            installation.keyAdministration().rotateSigningKey(AuditContext.COMMAND);
            terminal.say("A new signing key is published. No token became invalid.");
        });
    }

    @Command(
            name = "reseal",
            description = {
                "Seals the secrets of second factors, and those of imported password hashes, anew, under"
                        + " VESTIBULE_MASTER_KEY: a step of the rotation of the master key.",
                "After it, VESTIBULE_MASTER_KEY_PREVIOUS is no longer needed for them."
            })
    void reseal() {
        Installation.use(terminal, installation -> {
            KeyAdministration.Resealed resealed =
                    installation.keyAdministration().reseal();
            terminal.say("Secrets of second factors sealed anew: " + resealed.secondFactors() + ".");
            if (resealed.peppers() > 0) {
                terminal.say("Secrets of imported password hashes sealed anew: " + resealed.peppers() + ".");
            }
            if (resealed.pairwise()) {
                terminal.say("The key of pairwise subjects is sealed anew.");
            }
        });
    }
}
