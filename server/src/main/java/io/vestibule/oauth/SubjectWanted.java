package io.vestibule.oauth;

import org.jspecify.annotations.Nullable;

/**
 * Who a request wants to be signed in ({@code id_token_hint}, or the claim {@code sub} with a value).
 *
 * @param subject as an ID token has it
 * @param sector  that it was made for; null for a public one
 */
public record SubjectWanted(String subject, @Nullable String sector) {}
