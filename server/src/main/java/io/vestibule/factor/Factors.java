package io.vestibule.factor;

import io.vestibule.customer.Customer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a customer has set up.
 *
 * @param on            whether a second factor is asked for
 * @param recoveryCodes how many are left
 */
public record Factors(boolean on, int recoveryCodes) {

    /** What a signed-in customer, or one who gave the password, can show now. */
    public List<FactorKind> usable(Customer customer) {
        List<FactorKind> kinds = new ArrayList<>(afterLink());
        if (on && mailable(customer)) {
            kinds.add(FactorKind.EMAIL);
        }
        return List.copyOf(kinds);
    }

    /** What a customer can show who came by a mailed link: its mailbox isn't a second factor beside itself. */
    public List<FactorKind> afterLink() {
        if (!on) {
            return List.of();
        }
        return recoveryCodes > 0 ? List.of(FactorKind.TOTP, FactorKind.RECOVERY) : List.of(FactorKind.TOTP);
    }

    /** Codes go to a mailbox that was proven to be the customer's. */
    public static boolean mailable(Customer customer) {
        return customer.verified() && customer.address().isPresent();
    }
}
