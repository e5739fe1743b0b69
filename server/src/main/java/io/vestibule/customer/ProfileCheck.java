package io.vestibule.customer;

import io.vestibule.customer.ProfileSchema.Found;
import io.vestibule.json.Json;
import io.vestibule.schema.Fault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A check of changes to a profile: each by itself, then the profile that comes of them. One object a check. */
final class ProfileCheck {
    private final ProfileSchema schema;
    private final Profile now;
    private final Requester requester;
    private final ProfileChanges changes = new ProfileChanges();

    ProfileCheck(ProfileSchema schema, Profile now, Requester requester) {
        this.schema = schema;
        this.now = now;
        this.requester = requester;
    }

    /** Who asks for changes, and so for what they answer. */
    enum Requester {
        SERVER,
        CUSTOMER,
        NEW_CUSTOMER
    }

    /** The changes that are right, and what is wrong with the others. */
    ProfileChanges of(Map<String, Json> sent) {
        sent.forEach((name, value) -> {
            if (!mayChange(name)) {
                changes.refuse(name, ProfileSentence.unknown(name));
            } else if (!value.equals(Json.of(""))) {
                take(name, schema.interpret(name, value));
            } else if (requester == Requester.CUSTOMER) { // an emptied field of a form
                take(name, Json.Null.NULL);
            }
        });
        validate();
        changes.order(sent.keySet());
        return changes;
    }

    private boolean mayChange(String name) {
        return requester == Requester.SERVER ? schema.has(name) : schema.shows(name);
    }

    private void take(String name, Json value) {
        if (value.equals(Objects.requireNonNullElse(now.get(name), Json.Null.NULL))) {
            return;
        }
        if (requester != Requester.SERVER && schema.keyword(name, "readOnly").anyMatch(Json.Bool.TRUE::equals)) {
            changes.refuse(name, ProfileSentence.readOnly(name));
        } else if (!SentValue.isStorable(value)) {
            changes.refuse(
                    name, ProfileSentence.of(new Fault(List.of(name), "", null, false), ProfileSchema.BUILT_IN_FIELDS));
        } else {
            changes.take(name, value);
        }
    }

    private void validate() {
        List<Found> after = schema.faults(now.with(changes.values()));
        if (after.isEmpty()) {
            return;
        }
        List<String> changed = List.copyOf(changes.values().keySet());
        List<Found> before = requester == Requester.CUSTOMER ? schema.faults(now) : List.of();
        List<Found> wrong = after.stream()
                .filter(found -> switch (requester) {
                    case SERVER -> isIn(changed, found);
                    case CUSTOMER -> isIn(changed, found) || !before.contains(found);
                    case NEW_CUSTOMER -> true;
                })
                .toList();
        // Of several ways to be right, what is wrong with one way says less than that none was taken
        Stream.of(false, true)
                .forEach(alternative -> wrong.stream()
                        .filter(found -> found.fault().alternative() == alternative)
                        .filter(found -> !found.fault().path().isEmpty())
                        .filter(found -> !changes.errors()
                                .containsKey(found.fault().path().getFirst()))
                        .forEach(found -> changes.refuse(
                                found.fault().path().getFirst(), ProfileSentence.of(found.fault(), found.schema()))));
        if (!wrong.isEmpty() && changes.errors().isEmpty()) { // no field is wrong by itself
            (changed.isEmpty() ? List.of("profile") : changed)
                    .forEach(name -> changes.refuse(name, ProfileSentence.unfitting(name)));
        }
    }

    private static boolean isIn(List<String> changed, Found found) {
        List<String> path = found.fault().path();
        return path.isEmpty() ? found.fault().keyword().equals(Fault.COSTLY) : changed.contains(path.getFirst());
    }
}
