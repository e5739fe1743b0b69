package io.vestibule.dialect.keaze;

import io.vestibule.http.Answer;
import io.vestibule.oauth.StepUpChallenge;
import io.vestibule.signin.Enrolment.Proof;
import java.time.Duration;

/** Which field proves it beside the access token, and what is said of one that is missing or wrong. */
final class ProofFields {
    private ProofFields() {}

    /** With the challenge that standard clients know (RFC 9470 section 3). */
    static Answer missing(Proof proof) {
        String sentence = "The " + field(proof) + " field is required.";
        String challenge = switch (proof) {
            case CODE -> StepUpChallenge.secondFactor(KeazeError.CHALLENGE, sentence);
            case PASSWORD -> StepUpChallenge.noOlderThan(Duration.ZERO, KeazeError.CHALLENGE, sentence);
        };
        return KeazeError.field(field(proof), sentence).with("WWW-Authenticate", challenge);
    }

    static Answer wrong(Proof proof) {
        return KeazeError.field(field(proof), "The " + field(proof) + " is wrong.");
    }

    private static String field(Proof proof) {
        return switch (proof) {
            case CODE -> "code";
            case PASSWORD -> "password";
        };
    }
}
