package io.vestibule.diagnosis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is so, and bears on it.
 *
 * @param what  a sentence
 * @param at    when it happened; null where it is no event, or that isn't known
 * @param since since when; null where that isn't known, or it was always so
 * @param until until when; null where it has no end, or none that is known
 * @param rule  the setting, limit or clause that makes it so; null where it is none
 * @param next  what to do about it; null for nothing
 */
public record Finding(
        Verdict verdict,
        String what,
        @Nullable Instant at,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String rule,
        @Nullable String next) {

    /** What it means for whoever was refused. */
    public enum Verdict {
        /** It is why. */
        REFUSED,
        /** It is fine. */
        GOOD,
        /** It is worth knowing. */
        NOTE
    }

    static Finding refused(String what, @Nullable Instant since, @Nullable String rule, @Nullable String next) {
        return new Finding(Verdict.REFUSED, what, null, since, null, rule, next);
    }

    static Finding refused(String what, @Nullable String next) {
        return refused(what, null, null, next);
    }

    static Finding good(String what) {
        return new Finding(Verdict.GOOD, what, null, null, null, null, null);
    }

    /** Good for as long as nothing happens before a moment. */
    static Finding good(String what, Instant until) {
        return new Finding(Verdict.GOOD, what, null, null, until, null, null);
    }

    static Finding note(String what, @Nullable String next) {
        return note(what, null, next);
    }

    /** Worth knowing, with the moment of what the sentence ends with. */
    static Finding note(String what, @Nullable Instant at, @Nullable String next) {
        return new Finding(Verdict.NOTE, what, at, null, null, null, next);
    }

    /** Worth knowing, and so since a moment. */
    static Finding noteSince(String what, @Nullable Instant since, @Nullable String rule) {
        return new Finding(Verdict.NOTE, what, null, since, null, rule, null);
    }
}
