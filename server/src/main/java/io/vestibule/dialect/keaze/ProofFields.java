package io.vestibule.dialect.keaze;

import io.vestibule.http.Answer;
import io.vestibule.signin.Enrolment.Proof;

/** Which field proves it beside the access token, and what is said of one that is missing or wrong. */
final class ProofFields {
    private ProofFields() {}

    static Answer missing(Proof proof) {
        return KeazeError.field(field(proof), "The " + field(proof) + " field is required.");
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
