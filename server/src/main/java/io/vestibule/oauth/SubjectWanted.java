package io.vestibule.oauth;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a request wants to be signed in ({@code id_token_hint}, or the claim {@code sub} with a value).
 *
 * @param subjects as ID tokens have them: one of these
 * @param sector   that they were made for; null for public ones
 */
public record SubjectWanted(Set<String> subjects, @Nullable String sector) {
    public SubjectWanted {
        subjects = Set.copyOf(subjects);
    }
}
