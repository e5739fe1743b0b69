package io.vestibule.upstream;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Profile;
import io.vestibule.customer.Username;
import io.vestibule.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what an answer tells of a customer. A field that isn't as the API has it is left out, unless it says who they are. */
final class CustomerReader {
    private final Json.Object answer;
    private final Map<String, Json> profile = new LinkedHashMap<>();

    CustomerReader(Json.Object answer) {
        this.answer = answer;
    }

    /** A field's text, or its number's literal; empty where it is neither. */
    String text(String name) {
        return text(answer.get(name));
    }

    static String text(@Nullable Json value) {
        return switch (value) {
            case Json.Text(String text) -> text.strip();
            case Json.Number(String literal) -> literal;
            case null, default -> "";
        };
    }

    /** An id, which an answer that tells of a customer has. */
    long id(String name) {
        return ifAnyId(name).orElseThrow(() -> UpstreamFaultException.of("its answer has no usable " + name));
    }

    Optional<Long> ifAnyId(String name) {
        return Optional.of(text(name))
                .filter(text -> text.matches("[1-9][0-9]{0,14}"))
                .map(Long::valueOf);
    }

    @Nullable
    EmailAddress email(String name) {
        return EmailAddress.parse(text(name)).orElse(null);
    }

    @Nullable
    Username username(String name) {
        return Username.parse(text(name)).orElse(null);
    }

    /** Epoch seconds; null where it tells none. */
    @Nullable
    Instant moment(String name) {
        String text = text(name);
        return text.matches("[1-9][0-9]{8,9}") ? Instant.ofEpochSecond(Long.parseLong(text)) : null;
    }

    /** Two letters; null where it tells none. */
    @Nullable
    String language(String name) {
        String text = text(name);
        return text.matches("[a-z]{2}") ? text : null;
    }

    /** Takes a whole name apart. */
    CustomerReader name(String name) {
        Profile.EMPTY.renamed(name).forEach(this::put);
        return this;
    }

    /** Takes a field under our name. */
    CustomerReader put(String ours, String theirs) {
        return put(ours, Json.of(text(theirs)));
    }

    CustomerReader put(String ours, @Nullable Json value) {
        if (value != null && !(value instanceof Json.Null) && !value.equals(Json.of(""))) {
            profile.put(ours, value);
        }
        return this;
    }

    /** Takes all fields but these, under their own names. */
    CustomerReader allBut(Map<String, ?> others) {
        answer.fields().forEach((name, value) -> {
            if (!others.containsKey(name)) {
                put(name, value);
            }
        });
        return this;
    }

    Map<String, Json> profile() {
        return profile;
    }
}
