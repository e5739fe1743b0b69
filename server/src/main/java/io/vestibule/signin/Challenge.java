package io.vestibule.signin;

import io.vestibule.secret.Tokens;
import java.time.Duration;

/** What a sign-in goes on with that waits for its second step: 256 random bits, of which only a hash is stored. */
public record Challenge(String token) {
    private static final Duration LIFE = Duration.ofMinutes(10);

    /** A new one. */
    public static Challenge random() {
        return new Challenge(Tokens.random());
    }

    /** What the store keeps. */
    public byte[] hash() {
        return Tokens.hash(token);
    }

    /** How long it waits: ISO 8601, as PostgreSQL reads an interval. */
    public String life() {
        return LIFE.toString();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Challenge[redacted]";
    }
}
