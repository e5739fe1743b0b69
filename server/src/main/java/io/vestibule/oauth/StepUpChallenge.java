package io.vestibule.oauth;

import java.time.Duration;

/** The challenge in {@code WWW-Authenticate} to whoever is known, where how they proved it isn't enough (RFC 9470 section 3). */
public final class StepUpChallenge {
    private static final String CHALLENGE =
            "%s, error=\"insufficient_user_authentication\", error_description=\"%s\", %s";

    private StepUpChallenge() {}

    /**
     * A second factor is wanted.
     *
     * @param scheme with its realm
     */
    public static String secondFactor(String scheme, String description) {
        return CHALLENGE.formatted(scheme, description, "acr_values=\"" + AuthenticationContext.SECOND_FACTOR + "\"");
    }

    /** A proof is wanted that is no older than this, in seconds. */
    public static String noOlderThan(Duration age, String scheme, String description) {
        return CHALLENGE.formatted(scheme, description, "max_age=\"" + age.toSeconds() + "\"");
    }
}
