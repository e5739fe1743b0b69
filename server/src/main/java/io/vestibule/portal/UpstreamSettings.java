package io.vestibule.portal;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The system that a portal comes from, as an operator named it.
 *
 * @param url      where its API begins; of a hook, what is called
 * @param sealed   the credentials, under the master key
 * @param revision another with each setting, so that what was made of a former one isn't used
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its revision
public record UpstreamSettings(Kind kind, URI url, byte[] sealed, UUID revision) {

    /** How it is asked. */
    public enum Kind {
        SONAR,
        LOGICBOXES,
        KEAZE,
        /** Anything else, by a signed request. */
        HOOK;

        /** As it is typed and stored. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind of this label; empty if there is none. */
        public static Optional<Kind> parse(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UpstreamSettings settings && revision.equals(settings.revision);
    }

    @Override
    public int hashCode() {
        return revision.hashCode();
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "UpstreamSettings[" + kind.label() + " " + revision + "]";
    }
}
