package io.vestibule.page.portal;

import io.vestibule.page.PageWords;
import io.vestibule.signin.Enrolment;
import java.time.Duration;

/**
 * What is wrong with what was typed.
 *
 * @param key   of the phrase
 * @param value in the place of its {@code {}}
 */
public record Fault(String key, String value) {
    static Fault of(String key) {
        return new Fault(key, "");
    }

    /** A proof beside the session is missing. */
    static Fault wanted(Enrolment.Proof proof) {
        return of(proof == Enrolment.Proof.CODE ? "code.missing" : "account.wanted");
    }

    /** It is wrong. */
    static Fault wrong(Enrolment.Proof proof) {
        return of(proof == Enrolment.Proof.CODE ? "code.refused" : "account.wrong");
    }

    static Fault throttled(Duration wait) {
        return new Fault("page.throttled", Long.toString(PageRenderer.minutes(wait)));
    }

    /** The sentence. */
    public String in(PageWords words) {
        return words.say(key, value);
    }
}
