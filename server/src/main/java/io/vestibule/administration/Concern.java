package io.vestibule.administration;

import java.util.Locale;

/**
 * Something that somebody should look at.
 *
 * @param subject  what it is about: a node, a job, a portal, or how much
 * @param sentence what is wrong
 * @param advice   what to do about it
 */
public record Concern(Kind kind, String subject, String sentence, String advice) {

    /** What it is. */
    public enum Kind {
        SILENT_NODE,
        MIXED_VERSIONS,
        CLOCK,
        DATABASE_POOL,
        HASH_QUEUE,
        FAILING_JOB,
        MAIL_WAITS,
        MAIL_SET_ASIDE,
        LOGOUTS_WAIT,
        UPSTREAM;

        /** As the admin API has it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
