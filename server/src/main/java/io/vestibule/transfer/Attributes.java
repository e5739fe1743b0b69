package io.vestibule.transfer;

import io.vestibule.customer.Profile;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of a record's profile. What can be read in another way than it is written is read so before it is refused. */
final class Attributes {
    private static final Set<String> NOTHING = Set.of("not applicable", "n/a", "none", "null", "\\n", "-");
    /** Codes that people write and ISO 3166-1 hasn't assigned. */
    private static final Map<String, String> COUNTRIES = Map.of("UK", "GB", "EL", "GR", "USA", "US");

    private static final Set<String> ADDRESSES = Set.of("homeAddress", "workAddress", "addressLine2", "addressLine3");

    private final ProfileSchema schema;
    private final Set<String> known;
    private final Faults faults;
    private final List<String> unmapped = new ArrayList<>();

    Attributes(Rules rules, Faults faults) {
        this.schema = rules.schema();
        this.known = rules.attributes();
        this.faults = faults;
    }

    /**
     * Reads them.
     *
     * @param own  those that must be right
     * @param more those that are taken where the schema has them, and counted where not
     */
    Profile read(Map<String, Json> own, Map<String, Json> more) {
        Map<String, Json> sent = own;
        if (!more.isEmpty()) {
            sent = new LinkedHashMap<>(own);
            for (Map.Entry<String, Json> one : more.entrySet()) {
                boolean hasHome = known.contains(one.getKey()) && !sent.containsKey(one.getKey());
                if (hasHome) {
                    sent.put(one.getKey(), fitting(one.getKey(), one.getValue()));
                } else {
                    unmapped.add(one.getKey());
                }
            }
        }
        ProfileChanges changes = schema.changes(sent, Profile.EMPTY);
        if (!changes.errors().isEmpty()) {
            changes = schema.changes(otherwise(sent, changes.errors().keySet()), Profile.EMPTY);
            changes.errors().forEach(faults::odd);
        }
        return changes.asNew();
    }

    /** What has no place in the profile, by name. */
    List<String> unmapped() {
        return unmapped;
    }

    /** Of several values the first, where the attribute isn't a list. */
    private Json fitting(String name, Json value) {
        if (!(value instanceof Json.Array(List<Json> values))
                || schema.changes(Map.of(name, value), Profile.EMPTY).errors().isEmpty()) {
            return value;
        }
        if (values.size() > 1) {
            unmapped.add(name + " (further values)");
        }
        return values.isEmpty() ? Json.Null.NULL : values.getFirst();
    }

    private Map<String, Json> otherwise(Map<String, Json> sent, Set<String> wrong) {
        Map<String, Json> mended = new LinkedHashMap<>(sent);
        for (String name : wrong) {
            if (sent.get(name) instanceof Json.Text(String text)) {
                Json other = otherwise(name, text);
                if (other != null
                        && schema.changes(Map.of(name, other), Profile.EMPTY)
                                .errors()
                                .isEmpty()) {
                    mended.put(name, other);
                }
            }
        }
        return mended;
    }

    private static @Nullable Json otherwise(String name, String text) {
        String line = text.strip().replace('\t', ' ');
        line = ADDRESSES.contains(name) ? line.replaceAll("\\s*[\\r\\n]+\\s*", ", ") : line;
        if (NOTHING.contains(line.toLowerCase(Locale.ROOT)) || (!line.isEmpty() && Times.isNone(line))) {
            return Json.Null.NULL;
        }
        String country = name.equals("country") ? COUNTRIES.get(line.toUpperCase(Locale.ROOT)) : null;
        if (country != null) {
            return Json.of(country);
        }
        Boolean truth = Booleans.of(line);
        if (truth != null) {
            return Json.of(truth);
        }
        return line.equals(text) ? null : Json.of(line);
    }
}
