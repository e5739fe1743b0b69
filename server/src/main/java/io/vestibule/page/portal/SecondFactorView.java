package io.vestibule.page.portal;

import io.vestibule.factor.FactorKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a customer's second factor shows.
 *
 * @param done  the phrase that says what was done; null if nothing was
 * @param fault what is wrong; null if nothing is
 */
public record SecondFactorView(
        PageRequest page,
        boolean on,
        List<FactorKind> kinds,
        int recoveryCodes,
        @Nullable String done,
        @Nullable Fault fault) {
    public SecondFactorView {
        kinds = List.copyOf(kinds);
    }

    /** Whether a code can be mailed. */
    public boolean mailable() {
        return kinds.contains(FactorKind.EMAIL);
    }
}
