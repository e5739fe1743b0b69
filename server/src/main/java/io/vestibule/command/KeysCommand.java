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
                "Seals anew (encrypts again), under VESTIBULE_MASTER_KEY: the secrets of second factors, of customers and"
                        + " operators, those of imported password hashes, the key of pairwise subjects, and the credentials of"
                        + " upstreams. It is a step of the rotation of the master key.",
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
            if (resealed.upstreams() > 0) {
                terminal.say("Credentials of upstreams sealed anew: " + resealed.upstreams() + ".");
            }
        });
    }
}
