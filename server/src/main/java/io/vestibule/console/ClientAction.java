package io.vestibule.console;

import io.vestibule.portal.ApiClientStore.Listed;
import java.util.Optional;

/** What an owner does about an API client, beside changing it: each has a page that says what it does, and asks why. */
public enum ClientAction implements ConsoleAction {
    ROTATE(
            "Rotate the secret",
            "The client gets another secret, which is shown once. The old one stays good for as long as you say, so that nothing"
                    + " that calls has to change at the same moment.",
            ""),
    END_OVERLAP(
            "Void the old secret",
            "The secret from before the last rotation is no longer good: what still calls with it is refused, within a second.",
            "The old secret is void."),
    DISABLE(
            "Disable",
            "The client may not call, and no application of it gets tokens, within a second. Nothing is deleted.",
            "The client is disabled."),
    ENABLE(
            "Enable",
            "The client may call again, with the secret that it had. If others may know that, rotate it, without an overlap.",
            "The client is enabled.");

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings
    private final Words words;

    ClientAction(String title, String effect, String done) {
        this.words = new Words(title, effect, done);
    }

    @Override
    public Words words() {
        return words;
    }

    /** Whether it keeps something from calling. */
    @Override
    public boolean danger() {
        return this == DISABLE || this == END_OVERLAP;
    }

    static Optional<ClientAction> of(String label) {
        return ConsoleAction.of(values(), label);
    }

    /** Whether there is anything to do about it. */
    boolean fits(Listed client) {
        return switch (this) {
            case ROTATE -> !client.disabled() && client.hasSecret();
            case END_OVERLAP -> client.formerSecretUntil() != null;
            case DISABLE -> !client.disabled();
            case ENABLE -> client.disabled();
        };
    }
}
