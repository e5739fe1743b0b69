package io.vestibule.link;

import io.vestibule.secret.Tokens;
import java.net.InetAddress;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A one-time token that a portal's server hands to a customer, who brings it back to be signed in by it: a random UUID, 122 bits
 * (RFC 9562 section 5.4). Only its hash is stored.
 *
 * @param text    the token itself, for whoever asked for it
 * @param address the customer's address that it is bound to, or null
 */
public record LoginToken(String text, @Nullable String address) {
    /** "valid 120 s, once" */
    private static final Duration LIFE = Duration.ofMinutes(2);

    /** A new token. */
    public static LoginToken create(@Nullable InetAddress boundTo) {
        return new LoginToken(UUID.randomUUID().toString(), boundTo == null ? null : boundTo.getHostAddress());
    }

    /** What the store keeps of it. */
    public byte[] hash() {
        return Tokens.hash(text);
    }

    /** How long it is good for, as the database takes it. */
    public String life() {
        return LIFE.toString();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "LoginToken[redacted]";
    }
}
