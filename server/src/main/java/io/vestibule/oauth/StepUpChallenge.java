package io.vestibule.oauth;

import java.time.Duration;

/**
 * What a challenge in {@code WWW-Authenticate} goes on with where whoever asks is known, and how they proved it isn't enough (RFC 9470 section
 * 3).
 */
public final class StepUpChallenge {
    private static final String ERROR = ", error=\"insufficient_user_authentication\", error_description=\"%s\", %s";

    private StepUpChallenge() {}

    /** A second factor is wanted. */
    public static String secondFactor(String description) {
        return ERROR.formatted(description, "acr_values=\"" + AuthenticationContext.SECOND_FACTOR + "\"");
    }

    /** A proof is wanted that is no older than this, in seconds. */
    public static String noOlderThan(Duration age, String description) {
        return ERROR.formatted(description, "max_age=\"" + age.toSeconds() + "\"");
    }
}
