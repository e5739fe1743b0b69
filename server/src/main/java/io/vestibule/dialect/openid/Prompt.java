package io.vestibule.dialect.openid;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an application wants the customer to be asked (OpenID Connect Core section 3.1.2.1, Initiating User Registration 1.0). */
enum Prompt {
    NONE,
    LOGIN,
    CONSENT,
    SELECT_ACCOUNT,
    CREATE;

    /** Those with which whoever is signed in has to sign in, or register, once more. */
    static final Set<Prompt> SIGN_IN = Set.of(LOGIN, SELECT_ACCOUNT, CREATE);

    /** The values of a {@code prompt} parameter; empty if one isn't known, or {@code none} stands beside others. */
    static Optional<Set<Prompt>> parse(String parameter) {
        Set<Prompt> prompts = EnumSet.noneOf(Prompt.class);
        for (String value : parameter.split(" ", -1)) {
            Optional<Prompt> prompt = EnumSet.allOf(Prompt.class).stream()
                    .filter(known -> known.label().equals(value))
                    .findFirst();
            if (prompt.isEmpty()) {
                return Optional.empty();
            }
            prompts.add(prompt.get());
        }
        return prompts.contains(NONE) && prompts.size() > 1 ? Optional.empty() : Optional.of(prompts);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
