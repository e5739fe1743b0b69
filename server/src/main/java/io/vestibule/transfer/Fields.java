package io.vestibule.transfer;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Profile;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.customer.Username;
import io.vestibule.json.Json;
import io.vestibule.password.PasswordHasher;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a line tells, field by field, and keeps every fault; one object a line. */
final class Fields {
    static final String ERROR_LINE = "errorLine";
    static final String ERROR_REASON = "errorReason";
    static final String ERROR_TEXT = "errorText";
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

    private static final Set<String> ORIGINS = Set.of("operator", "public", "reset");
    private static final int LONGEST_KEY = 255;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final Map<String, Json> told;
    private final List<String> faults = new ArrayList<>();

    private Fields(Map<String, Json> told) {
        this.told = told;
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
        record Right(Entry entry) implements Read {}

        record Wrong(String reason) implements Read {}
    }

    /** Reads a line. */
    static Read read(Told told, ProfileSchema schema, PasswordHasher hasher, Instant now) {
        if (told.fault() != null) {
            return new Read.Wrong(told.fault());
        }
        Fields fields = new Fields(told.fields());
        Entry entry = fields.entry(told, schema, hasher, now);
        return fields.faults.isEmpty() ? new Read.Right(entry) : new Read.Wrong(String.join(" ", fields.faults));
    }

    private Entry entry(Told line, ProfileSchema schema, PasswordHasher hasher, Instant now) {
        Long accountId = id("accountId");
        String key = key();
        EmailAddress email = email();
        Username username = username();
        EmailLogin emailLogin = emailLogin();
        if (key == null && accountId != null) {
            key = Long.toString(accountId);
        }
        if (username == null && key == null && (email == null || emailLogin == EmailLogin.NO) && faults.isEmpty()) {
            faults.add("A customer needs an email to sign in with, a username, or an account.");
        }
        return new Entry(
                line,
                id("id"),
                accountId,
                key,
                truth("primary"),
                email,
                emailLogin,
                username,
                password(hasher),
                moment("verifiedAt"),
                language(),
                disabled(now),
                moment("createdAt"),
                profile(schema));
    }

    private Profile profile(ProfileSchema schema) {
        Map<String, Json> rest = new LinkedHashMap<>(told);
        rest.keySet().removeAll(CORE);
        rest.keySet().removeAll(OF_ERROR_FILES);
        if (rest.containsKey(ERROR_TEXT)) {
            faults.add("The line still is the text of a broken one.");
            return Profile.EMPTY;
        }
        ProfileChanges changes = schema.changes(rest, Profile.EMPTY);
        changes.errors().values().forEach(faults::addAll);
        return changes.asNew();
    }

    /** Null where nothing is told; a number's own literal. */
    private @Nullable String text(String name) {
        return switch (told.get(name)) {
            case null -> null;
            case Json.Null() -> null;
            case Json.Text(String text) -> text.isEmpty() ? null : text;
            case Json.Number(String literal) -> literal;
            case Json.Bool(boolean value) -> Boolean.toString(value);
            default -> "\0"; // no field takes it
        };
    }

    private void fault(String name, String what) {
        faults.add("The " + name + " field must be " + what + ".");
    }

    /** What a text was read as; a fault where it is none. */
    private <T> @Nullable T orFault(@Nullable T value, String name, String what) {
        if (value == null) {
            fault(name, what);
        }
        return value;
    }

    private @Nullable Long id(String name) {
        String text = text(name);
        return text == null
                ? null
                : orFault(
                        text.matches("[1-9][0-9]{0,14}") ? Long.valueOf(text) : null,
                        name,
                        "a whole number from 1 to 999999999999999");
    }

    private @Nullable String key() {
        String text = text("account");
        if (text == null) {
            return null;
        }
        boolean line = text.length() <= LONGEST_KEY && text.chars().noneMatch(Character::isISOControl);
        return orFault(line ? text : null, "account", "one line of at most " + LONGEST_KEY + " characters");
    }

    private @Nullable Boolean truth(String name) {
        String text = text(name);
        return text == null ? null : orFault(truthOf(text), name, "true or false");
    }

    private static @Nullable Boolean truthOf(String text) {
        return switch (text) {
            case "true", "1" -> Boolean.TRUE;
            case "false", "0" -> Boolean.FALSE;
            default -> null;
        };
    }

    private @Nullable EmailAddress email() {
        String text = text("email");
        return text == null ? null : orFault(EmailAddress.parse(text).orElse(null), "email", "an email address");
    }

    private EmailLogin emailLogin() {
        String text = text("emailLogin");
        EmailLogin login = text == null
                ? EmailLogin.YES
                : orFault(EmailLogin.of(text).orElse(null), "emailLogin", "true, false or if-free");
        return login == null ? EmailLogin.YES : login;
    }

    private @Nullable Username username() {
        String text = text("username");
        return text == null
                ? null
                : orFault(
                        Username.parse(text).orElse(null),
                        "username",
                        "1 to 255 letters, digits and signs of ASCII, without spaces");
    }

    private Entry.@Nullable Password password(PasswordHasher hasher) {
        String hash = text("passwordHash");
        String origin = text("passwordOrigin");
        Instant until = moment("passwordUntil");
        if (origin != null && !ORIGINS.contains(origin)) {
            fault("passwordOrigin", "operator, public or reset");
        }
        if (hash == null) {
            if (origin != null || until != null) {
                fault("passwordHash", "there with passwordOrigin and passwordUntil");
            }
            return null;
        }
        return switch (hasher.examine(hash)) {
            case PasswordHasher.Examined.Usable usable ->
                new Entry.Password(
                        usable.text(),
                        usable.dear() ? usable.kind() : null,
                        origin == null ? "operator" : origin,
                        until);
            case PasswordHasher.Examined.NoPassword() -> null;
            case PasswordHasher.Examined.Unusable(String reason) -> {
                faults.add("The passwordHash field holds " + reason + ".");
                yield null;
            }
        };
    }

    private @Nullable String language() {
        String text = text("language");
        return text == null
                ? null
                : orFault(text.matches("[a-z]{2}") ? text : null, "language", "two small letters (ISO 639-1)");
    }

    private @Nullable Instant disabled(Instant now) {
        String text = text("disabled");
        if (text == null) {
            return null;
        }
        Boolean truth = truthOf(text);
        if (truth != null) {
            return truth ? now : null;
        }
        return orFault(instant(text), "disabled", "true, false, or a time in ISO 8601");
    }

    private @Nullable Instant moment(String name) {
        String text = text(name);
        return text == null
                ? null
                : orFault(instant(text), name, "a time in ISO 8601, as 2026-01-31T12:00:00Z, or a day");
    }

    private static @Nullable Instant instant(String text) {
        try {
            Instant moment = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            return moment.isBefore(EARLIEST) || moment.isAfter(LATEST) ? null : moment;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
