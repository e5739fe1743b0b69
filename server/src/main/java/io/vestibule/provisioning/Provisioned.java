package io.vestibule.provisioning;

import io.vestibule.customer.Customer;

/** How adding, changing or finding a customer ended. Only {@link Done} stored or found anything. */
public sealed interface Provisioned {
    /** The customer as they are now. */
    record Done(Customer customer) implements Provisioned {}

    /** The portal has no such account. */
    record UnknownAccount() implements Provisioned {}

    /** The account, or the portal, has no such customer. */
    record UnknownCustomer() implements Provisioned {}

    /** Somebody else has the username. */
    record UsernameTaken() implements Provisioned {}

    /** Somebody else signs in with the address. */
    record AddressTaken() implements Provisioned {}
}
