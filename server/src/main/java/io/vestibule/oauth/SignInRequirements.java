package io.vestibule.oauth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application wants of a customer's sign-in before it gets a code (OpenID Connect Core section 3.1.2.1).
 *
 * @param again         whether they have to sign in for this request ({@code prompt=login})
 * @param consentAgain  whether they have to agree for this request ({@code prompt=consent})
 * @param maxAge        how long ago they may have signed in; null for any time
 * @param secondFactor  whether a second factor is wanted ({@code acr_values})
 * @param essential     whether nothing less will do than {@code secondFactor}, even for a customer who has no second factor
 * @param proven        whether the customer must have shown who they are (an essential {@code acr}), as nobody does who acts for them
 * @param subjects      who it has to be, by each of these; empty for anybody
 * @param requestedAt   when this request first came; null if this is the first time
 */
public record SignInRequirements(
        boolean again,
        boolean consentAgain,
        @Nullable Duration maxAge,
        boolean secondFactor,
        boolean essential,
        boolean proven,
        List<SubjectWanted> subjects,
        @Nullable Instant requestedAt) {
    public SignInRequirements {
        subjects = List.copyOf(subjects);
    }

    /** Whether more is wanted than that somebody is signed in. */
    boolean asksForMore() {
        return again || consentAgain || maxAge != null || secondFactor || proven;
    }

    /** Whether it counts when the request came: for what is wanted anew, and for telling who else has signed in since. */
    public boolean countFromArrival() {
        return again || consentAgain || maxAge != null || !subjects.isEmpty();
    }

    /** The same without a second factor, unless that is essential. */
    SignInRequirements withoutSecondFactor() {
        return new SignInRequirements(
                again, consentAgain, maxAge, secondFactor && essential, essential, proven, subjects, requestedAt);
    }
}
