package io.vestibule.transfer;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Profile;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.customer.Username;
import io.vestibule.json.Json;
import io.vestibule.password.PasswordHasher;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a line tells, field by field, and keeps every fault; one object a line. */
final class Fields {
    static final String ERROR_LINE = "errorLine";
    static final String ERROR_REASON = "errorReason";
    static final String ERROR_TEXT = "errorText";
    static final String STILL_BROKEN = "The line still is the text of a broken one.";
    /** Of systems whose bans end; none of ours, since nobody is disabled until a time here. */
    static final String BANNED_UNTIL = "bannedUntil";
    /** An error file can be mended and imported: what it adds to its lines is read over. */
    static final Set<String> OF_ERROR_FILES = Set.of(ERROR_LINE, ERROR_REASON);

    /** What a customer is, beside the attributes of the profile; in the order of an export. */
    static final List<String> CORE = List.of(
            "id",
            "accountId",
            "account",
            "primary",
            "email",
            "emailLogin",
            "username",
            "passwordHash",
            "passwordOrigin",
            "passwordUntil",
            "verifiedAt",
            "language",
            "disabled",
            "createdAt");

    private static final Set<String> OF_NO_PROFILE = Stream.of(CORE, OF_ERROR_FILES, Set.of(BANNED_UNTIL))
            .flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> ORIGINS = Set.of("operator", "public", "reset");
    private static final int LONGEST_KEY = 255;
    private static final int MOST_DIGITS = 15;
    private static final Pattern LANGUAGE = Pattern.compile("([A-Za-z]{2})(?:[-_.@].*)?");
    /** OpenLDAP's ppolicy: locked for ever. */
    private static final String LOCKED = "000001010000Z";

    private static final String A_TIME = "a time in ISO 8601, as 2026-01-31T12:00:00Z, or a day";

    private final Map<String, Json> fields;
    private final Rules rules;
    private final long line;
    private final Faults faults;

    private Fields(SourceRecord source, Rules rules) {
        this.fields = source.mapped().fields();
        this.rules = rules;
        this.line = source.line();
        this.faults = new Faults(source.mapped(), rules.lenient());
    }

    /** What columns may be called. */
    static Set<String> names(ProfileSchema schema) {
        Set<String> names = new HashSet<>(CORE);
        names.addAll(OF_ERROR_FILES);
        names.addAll(schema.attributes());
        return names;
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
        Long accountId = id("accountId");
        String key = key();
        EmailAddress email = email();
        EmailLogin emailLogin = emailLogin();
        Username username = username(email != null && emailLogin != EmailLogin.NO);
        if (key == null && accountId != null) {
            key = Long.toString(accountId);
        }
        if (username == null
                && key == null
                && (email == null || emailLogin == EmailLogin.NO)
                && faults.refusing().isEmpty()) {
            faults.refuse("A customer needs an email to sign in with, a username, or an account.");
        }
        return new Entry(
                record,
                id("id"),
                accountId,
                key,
                truth("primary"),
                email,
                emailLogin,
                username,
                password(),
                verifiedAt(),
                language(),
                disabled(),
                moment("createdAt"),
                profile(record.mapped(), attributes),
                faults.odd());
    }

    private Profile profile(Mapped record, Attributes attributes) {
        Map<String, Json> rest = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (!OF_NO_PROFILE.contains(name)) {
                rest.put(name, value);
            }
        });
        if (rest.containsKey(ERROR_TEXT)) {
            faults.refuse(STILL_BROKEN);
            return Profile.EMPTY;
        }
        return attributes.read(rest, record.more());
    }

    /** Null where nothing is told; a number's own literal. */
    private @Nullable String text(String name) {
        return switch (fields.get(name)) {
            case null -> null;
            case Json.Null() -> null;
            case Json.Text(String text) -> text.isEmpty() ? null : text;
            case Json.Number(String literal) -> literal;
            case Json.Bool(boolean value) -> Boolean.toString(value);
            default -> "\uFFFF"; // no field takes it
        };
    }

    /** The same of what is a name or an address: blanks and line ends around it are nobody's. */
    private @Nullable String stripped(String name) {
        String text = text(name);
        String bare = text == null ? "" : text.strip();
        return bare.isEmpty() ? null : bare;
    }

    /** The same of what databases write in their own way for nothing. */
    private @Nullable String valued(String name) {
        String text = text(name);
        return text == null || Times.isNone(text) ? null : text;
    }

    private @Nullable Long id(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        boolean number = text.length() <= MOST_DIGITS
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            faults.odd(name, "a whole number from 1 to 999999999999999");
        }
        return number ? Long.valueOf(text) : null;
    }

    private @Nullable String key() {
        String text = text("account");
        if (text != null && (text.length() > LONGEST_KEY || text.chars().anyMatch(Character::isISOControl))) {
            faults.refuse("account", "one line of at most " + LONGEST_KEY + " characters");
        }
        return text;
    }

    private @Nullable Boolean truth(String name) {
        String text = valued(name);
        Boolean truth = text == null ? null : Booleans.of(text);
        if (text != null && truth == null) {
            faults.odd(name, "true or false");
        }
        return truth;
    }

    private @Nullable EmailAddress email() {
        String text = stripped("email");
        EmailAddress email = text == null ? null : EmailAddress.parse(text).orElse(null);
        if (text != null && email == null) {
            faults.refuse("email", "an email address");
        }
        return email;
    }

    private EmailLogin emailLogin() {
        String text = text("emailLogin");
        EmailLogin login = text == null ? EmailLogin.YES : EmailLogin.of(text).orElse(null);
        if (login == null) {
            faults.refuse("emailLogin", "true, false or if-free");
            return EmailLogin.YES;
        }
        return login;
    }

    private @Nullable Username username(boolean signsInWithEmail) {
        String text = stripped("username");
        Username username = text == null ? null : Username.parse(text).orElse(null);
        if (text == null || username != null) {
            return username;
        }
        String mustBe = "1 to 255 letters, digits and signs of ASCII, without spaces";
        if (signsInWithEmail) {
            faults.odd("username", mustBe);
        } else {
            faults.refuse("username", mustBe);
        }
        return null;
    }

    private Entry.@Nullable Password password() {
        String hash = text("passwordHash");
        String origin = text("passwordOrigin");
        Instant until = moment("passwordUntil");
        if (origin != null && !ORIGINS.contains(origin)) {
            faults.refuse("passwordOrigin", "operator, public or reset");
        }
        if (hash == null) {
            if (origin != null || until != null) {
                faults.refuse("passwordHash", "there with passwordOrigin and passwordUntil");
            }
            return null;
        }
        return switch (rules.hasher().examine(hash)) {
            case PasswordHasher.Examined.Usable usable ->
                new Entry.Password(
                        usable.text(),
                        usable.expensive() ? usable.kind() : null,
                        origin == null ? "operator" : origin,
                        until);
            case PasswordHasher.Examined.NoPassword() -> null;
            case PasswordHasher.Examined.Unusable(String reason) -> {
                faults.refuse("The " + faults.called("passwordHash") + " field holds " + reason + ".");
                yield null;
            }
        };
    }

    private @Nullable String language() {
        String text = stripped("language");
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
        String text = valued("verifiedAt");
        Boolean truth = text == null ? null : Booleans.of(text);
        if (truth != null) {
            return truth ? rules.now() : null;
        }
        return moment("verifiedAt");
    }

    private @Nullable Instant disabled() {
        String text = valued("disabled");
        if (text == null) {
            return banned();
        }
        Boolean truth = text.equals(LOCKED) ? Boolean.TRUE : Booleans.of(text);
        if (truth != null) {
            return truth ? rules.now() : null;
        }
        Instant moment = moment("disabled", text);
        if (moment == null) {
            faults.refuse("disabled", "true, false, or a time in ISO 8601");
        }
        return moment;
    }

    /** The ban's end decides, and not that there was one. */
    private @Nullable Instant banned() {
        String text = text(BANNED_UNTIL);
        if (text == null) {
            return null;
        }
        Instant end = Times.isNone(text) ? Instant.MAX : moment(BANNED_UNTIL, text);
        if (end == null) {
            faults.refuse(BANNED_UNTIL, A_TIME);
            return null;
        }
        return end.isAfter(rules.now()) ? rules.now() : null;
    }

    private @Nullable Instant moment(String name) {
        String text = valued(name);
        Instant moment = text == null ? null : moment(name, text);
        if (text != null && moment == null) {
            if (name.equals("passwordUntil")) {
                faults.refuse(name, A_TIME);
            } else {
                faults.odd(name, A_TIME);
            }
        }
        return moment;
    }

    private @Nullable Instant moment(String name, String text) {
        return switch (Times.read(text, rules.zone())) {
            case Times.Reading.At(Instant moment) -> moment;
            case Times.Reading.Zoneless() ->
                throw new UnusableFileException("Times in the file have no zone (line " + line + ": "
                        + faults.called(name) + " " + text
                        + "), and none is guessed. Type the same command with the zone that they are in: --zone UTC, or as"
                        + " --zone Europe/Berlin.");
            default -> null;
        };
    }
}
