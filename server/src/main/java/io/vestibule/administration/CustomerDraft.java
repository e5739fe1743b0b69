package io.vestibule.administration;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Username;
import io.vestibule.json.Json;
import io.vestibule.secret.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A customer whom an operator wants to add, the primary one of an account of their own.
 *
 * @param email    to sign in with, and for mail
 * @param username to sign in with, too
 * @param password null for one who signs in by links
 * @param language of mail to them; null for the portal's
 * @param profile  attributes as they were given, which the portal's schema has yet to accept
 */
public record CustomerDraft(
        long portal,
        EmailAddress email,
        @Nullable Username username,
        @Nullable Secret password,
        @Nullable LanguageCode language,
        Map<String, Json> profile) {}
