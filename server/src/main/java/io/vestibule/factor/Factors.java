package io.vestibule.factor;

import io.vestibule.customer.Customer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a customer has set up.
 *
 * @param on            whether a second factor is asked for
 * @param recoveryCodes how many are left
 */
public record Factors(boolean on, int recoveryCodes) {

    /** What a customer can show now. */
    public List<FactorKind> usable(Customer customer) {
        return usable(customer, EnumSet.allOf(FactorKind.class));
    }

    /** Those of some kinds that a customer can show now. */
    public List<FactorKind> usable(Customer customer, Set<FactorKind> kinds) {
        return held(kinds).stream()
                .filter(kind -> kind != FactorKind.EMAIL || mailable(customer))
                .toList();
    }

    /** Those of some kinds that are set up; a code by mail takes a {@linkplain #mailable mailbox} besides. */
    public List<FactorKind> held(Set<FactorKind> kinds) {
        return Stream.of(FactorKind.values())
                .filter(kind -> on && kinds.contains(kind) && (kind != FactorKind.RECOVERY || recoveryCodes > 0))
                .toList();
    }

    /** Codes go to a mailbox that was proven to be the customer's. */
    public static boolean mailable(Customer customer) {
        return customer.verified() && customer.address().isPresent();
    }
}
