package io.vestibule.admin;

import io.vestibule.http.Dates;
import io.vestibule.http.Ids;
import io.vestibule.http.Parameters;
import io.vestibule.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request's JSON object. Readers of what is wrong keep a sentence by JSON Pointer and give a placeholder; {@link #checked}
 * refuses the call then, and for a member that nobody reads: a typo changes nothing in silence.
 */
final class Body {
    private final String pointer;
    private final Map<String, Json> members;
    private final Set<String> read = new HashSet<>();
    private final Map<String, List<String>> errors;

    Body(Parameters parameters) {
        this("", parameters.once().all(), new LinkedHashMap<>());
    }

    private Body(String pointer, Map<String, Json> members, Map<String, List<String>> errors) {
        this.pointer = pointer;
        this.members = members;
        this.errors = errors;
    }

    /** Whether the member is there, be it null. */
    boolean has(String member) {
        return members.containsKey(member);
    }

    /** Whether the member is there and null: to be cleared. */
    boolean clears(String member) {
        read.add(member);
        return members.get(member) instanceof Json.Null;
    }

    /** Keeps a sentence about each of these members that is null: they have a value, which can't be cleared. */
    void neverCleared(String... always) {
        for (String member : always) {
            if (members.get(member) instanceof Json.Null) {
                refuse(member, "can't be cleared");
            }
        }
    }

    /** Keeps a sentence about a member. */
    void refuse(String member, String sentence) {
        errors.computeIfAbsent(pointer + "/" + member.replace("~", "~0").replace("/", "~1"), m -> new ArrayList<>())
                .add(sentence);
    }

    private @Nullable Json value(String member) {
        read.add(member);
        Json value = members.get(member);
        return value instanceof Json.Null ? null : value;
    }

    /** A text; null where it is left out, null or wrong. */
    @Nullable
    String text(String member) {
        return switch (value(member)) {
            case null -> null;
            case Json.Text(String text) when text.length() <= 4000 && text.indexOf(0) < 0 -> text;
            case Json.Text text -> {
                refuse(member, "must be at most 4000 characters, none of them NUL");
                yield null;
            }
            default -> {
                refuse(member, "must be a string");
                yield null;
            }
        };
    }

    /** A text that has to be there. */
    String requiredText(String member) {
        String text = text(member);
        if (text == null && value(member) == null) {
            refuse(member, "is required");
        }
        return text == null ? "" : text;
    }

    /** A text that is read as something; null where it is left out, null or wrong. */
    <T> @Nullable T parsed(String member, Function<String, Optional<T>> parser, String otherwise) {
        String text = text(member);
        if (text == null) {
            return null;
        }
        Optional<T> value = parser.apply(text);
        if (value.isEmpty()) {
            refuse(member, otherwise);
        }
        return value.orElse(null);
    }

    /** The same of one that has to be there; the placeholder where it is wrong. */
    <T> T required(String member, Function<String, Optional<T>> parser, String otherwise, T placeholder) {
        if (value(member) == null) {
            refuse(member, "is required");
            return placeholder;
        }
        T value = parsed(member, parser, otherwise);
        return value == null ? placeholder : value;
    }

    /** True or false; null where it is left out, null or wrong. */
    @Nullable
    Boolean bool(String member) {
        return switch (value(member)) {
            case null -> null;
            case Json.Bool(boolean value) -> value;
            default -> {
                refuse(member, "must be true or false");
                yield null;
            }
        };
    }

    /** A whole number in a range; null where it is left out, null or wrong. */
    @Nullable
    Long number(String member, long least, long most) {
        Json value = value(member);
        if (value == null) {
            return null;
        }
        if (value instanceof Json.Number(String literal) && literal.matches("-?[0-9]{1,18}")) {
            long number = Long.parseLong(literal);
            if (number >= least && number <= most) {
                return number;
            }
        }
        refuse(member, "must be a whole number from " + least + " to " + most);
        return null;
    }

    /** A moment as in RFC 3339, in UTC; null where it is left out, null or wrong. */
    @Nullable
    Instant instant(String member) {
        return parsed(member, Dates::moment, Dates.RULE);
    }

    /** A list of texts, each read as something; null where it is left out, null or wrong. */
    <T> @Nullable List<T> texts(String member, Function<String, Optional<T>> parser, String otherwise) {
        return list(
                member,
                value -> value instanceof Json.Text(String text) ? parser.apply(text) : Optional.empty(),
                otherwise);
    }

    /** A list of ids; null where it is left out, null or wrong. */
    @Nullable
    List<Long> ids(String member) {
        return list(
                member,
                value -> value instanceof Json.Number(String literal) ? Ids.id(literal) : Optional.empty(),
                "must be an id");
    }

    private <T> @Nullable List<T> list(String member, Function<Json, Optional<T>> parser, String otherwise) {
        Json value = value(member);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Json.Array(List<Json> elements))) {
            refuse(member, "must be an array");
            return null;
        }
        List<T> parsed = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            Optional<T> one = parser.apply(elements.get(i));
            if (one.isEmpty()) {
                errors.computeIfAbsent(pointer + "/" + member + "/" + i, p -> new ArrayList<>())
                        .add(otherwise);
            }
            one.ifPresent(parsed::add);
        }
        return parsed;
    }

    /** The members of an object within; null where it is left out, null or wrong. What is wrong in it is kept here. */
    @Nullable
    Body object(String member) {
        return switch (value(member)) {
            case null -> null;
            case Json.Object object -> new Body(pointer + "/" + member, new LinkedHashMap<>(object.fields()), errors);
            default -> {
                refuse(member, "must be an object");
                yield null;
            }
        };
    }

    /** A member as it was sent; null where it is left out. */
    @Nullable
    Json asSent(String member) {
        read.add(member);
        return members.get(member);
    }

    /** Every member as it was sent, for whoever knows them by himself. */
    Map<String, Json> all() {
        read.addAll(members.keySet());
        return Map.copyOf(members);
    }

    /** Keeps a sentence about each member that nobody has read. */
    void nothingElse() {
        members.keySet().stream()
                .filter(member -> !read.contains(member))
                .forEach(member -> refuse(member, "is not known"));
    }

    /** Refuses the call if anything was wrong so far, or if a member is left that nobody has read. */
    void checked() {
        nothingElse();
        if (!errors.isEmpty()) {
            throw AdminProblem.invalid(errors).thrown();
        }
    }
}
