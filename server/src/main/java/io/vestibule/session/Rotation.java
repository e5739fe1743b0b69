package io.vestibule.session;

/** How a refresh token stood. */
sealed interface Rotation {
    /** It was the current one, or the one just before it whose answer may have got lost: its successor is good. */
    record Successor(long customerId, RefreshToken token) implements Rotation {}

    /** It was used before: the session has ended with it. */
    record Reused() implements Rotation {}

    /** Its session is over, or its customer can't sign in. */
    record Over() implements Rotation {}
}
