package io.vestibule.operator;

import java.util.UUID;

/** Who says that they are an operator, and shows a factor to prove it. */
sealed interface OperatorClaim {
    /** Whoever gave the password of a sign-in that waits, by its token. */
    record Waiting(String token) implements OperatorClaim {}

    /** Whoever has the session, to prove that it still is them. */
    record SignedIn(UUID session) implements OperatorClaim {}

    /** The operator whose passkey it is. */
    record Holder(long operator) implements OperatorClaim {}
}
