package io.vestibule.oauth;

import io.vestibule.secret.Secret;
import java.time.Instant;

/** What came of a request for a code. */
public sealed interface Authorization {
    /** The code, good for a minute, once. */
    record Granted(Secret code) implements Authorization {}

    /** Something is wanted of the customer first. */
    sealed interface Wanted extends Authorization {
        /** The database's time of the request: what they do from then on counts for it. */
        Instant at();
    }

    /** Nobody is signed in, it was too long ago, or it is somebody else. */
    record SignInWanted(Instant at) implements Wanted {}

    /** They are signed in, and have to show a second factor. */
    record SecondFactorWanted(Instant at) implements Wanted {}

    /** They are signed in, and haven't agreed to what the application may see. */
    record ConsentWanted(Instant at) implements Wanted {}

    /** The customer who signed in for this request isn't the one that the application asks for. */
    record OtherCustomer() implements Authorization {}

    /** The request was pushed, and another browser, or this one, got the code for it meanwhile. */
    record Used() implements Authorization {}

    /** An operator acts for the customer, and the application wants what is the customer's alone. */
    record NotWhileActing() implements Authorization {}

    /** A second factor is essential to the application, and the customer has none (RFC 9470 section 5). */
    record Unmet() implements Authorization {}
}
