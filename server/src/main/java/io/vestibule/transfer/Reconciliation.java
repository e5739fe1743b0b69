package io.vestibule.transfer;

/** What is done with a line that is right in itself. */
sealed interface Reconciliation {
    /** The customer is made. */
    record New(NewRow row) implements Reconciliation {}

    /** The customer is there already, and stays as they are. */
    record There() implements Reconciliation {}

    /** The portal has no room for them. */
    record Refused(String reason) implements Reconciliation {}
}
