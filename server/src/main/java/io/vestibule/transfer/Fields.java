package io.vestibule.transfer;

import io.vestibule.customer.Profile;
import io.vestibule.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the customer of a line, field by field, and keeps every fault; one object a line. */
final class Fields {
    static final String STILL_BROKEN = "The line still is the text of a broken one.";
    private static final int LONGEST_KEY = 255;
    private static final Pattern LANGUAGE = Pattern.compile("([A-Za-z]{2})(?:[-_.@].*)?");
    /** OpenLDAP's ppolicy: locked for ever. */
    private static final String LOCKED = "000001010000Z";

    private final Rules rules;
    private final Faults faults;
    private final FieldValues values;

    private Fields(SourceRecord source, Rules rules) {
        this.rules = rules;
        this.faults = new Faults(source.mapped(), rules.lenient());
        this.values = new FieldValues(source, rules, faults);
    }

    /** What a line comes to. */
    sealed interface Read {
        /**
         * A customer.
         *
         * @param unmapped what of the record has no place in the profile, by name
         */
        record Right(Entry entry, List<String> unmapped) implements Read {}

        record Wrong(String reason) implements Read {}

        /** A record of nobody. */
        record LeftOut() implements Read {}
    }

    /**
     * Reads a line.
     *
     * @throws UnusableFileException if it has a time without a zone, and nobody said which
     */
    static Read read(SourceRecord source, Rules rules) {
        if (source.fault() != null) {
            return new Read.Wrong(source.fault());
        }
        if (!source.mapped().isCustomer()) {
            return new Read.LeftOut();
        }
        return new Fields(source, rules).read(source);
    }

    private Read read(SourceRecord record) {
        Attributes attributes = new Attributes(rules, faults);
        Entry entry = entry(record, attributes);
        return faults.refusing().isEmpty()
                ? new Read.Right(entry, attributes.unmapped())
                : new Read.Wrong(String.join(" ", faults.refusing()));
    }

    private Entry entry(SourceRecord record, Attributes attributes) {
        Long accountId = values.id("accountId");
        String key = key();
        Logins logins = Logins.read(values, faults);
        if (key == null && accountId != null) {
            key = Long.toString(accountId);
        }
        if (logins.areNone() && key == null && faults.refusing().isEmpty()) {
            faults.refuse("A customer needs an email to sign in with, a username, or an account.");
        }
        return new Entry(
                record,
                values.id("id"),
                accountId,
                key,
                values.truth("primary"),
                logins.email(),
                logins.emailLogin(),
                logins.username(),
                ImportedPassword.read(values, faults, rules.hasher()),
                verifiedAt(),
                language(),
                disabled(),
                values.moment("createdAt"),
                profile(record.mapped(), attributes),
                faults.odd());
    }

    private Profile profile(Mapped record, Attributes attributes) {
        Map<String, Json> rest = new LinkedHashMap<>();
        record.fields().forEach((name, value) -> {
            if (FieldNames.isOfProfile(name)) {
                rest.put(name, value);
            }
        });
        if (rest.containsKey(FieldNames.ERROR_TEXT)) {
            faults.refuse(STILL_BROKEN);
            return Profile.EMPTY;
        }
        return attributes.read(rest, record.more());
    }

    private @Nullable String key() {
        String text = values.text("account");
        if (text != null && (text.length() > LONGEST_KEY || text.chars().anyMatch(Character::isISOControl))) {
            faults.refuse("account", "one line of at most " + LONGEST_KEY + " characters");
        }
        return text;
    }

    private @Nullable String language() {
        String text = values.stripped("language");
        if (text == null) {
            return null;
        }
        Matcher tag = LANGUAGE.matcher(text);
        if (tag.matches()) {
            return tag.group(1).toLowerCase(Locale.ROOT);
        }
        faults.odd("language", "a language of two letters (ISO 639-1), as en or pt-BR");
        return null;
    }

    /** Some systems tell only that a mailbox was proven, and not when: now, then. */
    private @Nullable Instant verifiedAt() {
        String text = values.valued("verifiedAt");
        Boolean truth = text == null ? null : Booleans.of(text);
        if (truth != null) {
            return truth ? rules.now() : null;
        }
        return values.moment("verifiedAt");
    }

    private @Nullable Instant disabled() {
        String text = values.valued("disabled");
        if (text == null) {
            return banned();
        }
        Boolean truth = text.equals(LOCKED) ? Boolean.TRUE : Booleans.of(text);
        if (truth != null) {
            return truth ? rules.now() : null;
        }
        Instant moment = values.moment("disabled", text);
        if (moment == null) {
            faults.refuse("disabled", "true, false, or a time in ISO 8601");
        }
        return moment;
    }

    /** The ban's end decides, and not that there was one. */
    private @Nullable Instant banned() {
        String text = values.text(FieldNames.BANNED_UNTIL);
        if (text == null) {
            return null;
        }
        Instant end = Times.isNone(text) ? Instant.MAX : values.moment(FieldNames.BANNED_UNTIL, text);
        if (end == null) {
            faults.refuse(FieldNames.BANNED_UNTIL, FieldValues.A_TIME);
            return null;
        }
        return end.isAfter(rules.now()) ? rules.now() : null;
    }
}
