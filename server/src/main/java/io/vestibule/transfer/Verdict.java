package io.vestibule.transfer;

/** What is done with a line that is right in itself. */
sealed interface Verdict {
    /** The customer is made. */
    record New(NewRow row) implements Verdict {}

    /** The customer is there already, and stays as they are. */
    record There() implements Verdict {}

    /** The portal has no room for them. */
    record Refused(String reason) implements Verdict {}
}
