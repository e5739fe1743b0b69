package io.vestibule.session;

/** How a refresh token stood. */
public sealed interface Rotation {
    /** It was the current one, or the one just before it whose answer may have got lost: its successor is good. */
    record Successor(TokenGrant grant, RefreshToken token) implements Rotation {}

    /** It was used before. A session of the portal's own has ended with it; what an application was granted has to. */
    record Reused() implements Rotation {}

    /** Its session is over, its customer can't sign in, or it is another client's or key's. */
    record Over() implements Rotation {}

    /** Its proof of possession was used before: the token is still good. */
    record ReplayedProof() implements Rotation {}

    /** More was asked for than was granted: the token is still good. */
    record InvalidScope() implements Rotation {}
}
