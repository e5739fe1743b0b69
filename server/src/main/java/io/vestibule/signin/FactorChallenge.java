package io.vestibule.signin;

import io.vestibule.factor.FactorKind;
import java.util.List;

/**
 * The second step that a sign-in waits for.
 *
 * @param kinds what the customer can show now
 */
public record FactorChallenge(Challenge challenge, List<FactorKind> kinds) {
    public FactorChallenge {
        kinds = List.copyOf(kinds);
    }
}
