package io.vestibule.page.portal;

import io.vestibule.customer.Customer;
import io.vestibule.customer.ProfileField;
import io.vestibule.page.portal.ProfileWords.Known;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a profile shows.
 *
 * @param fields that the customer changes
 * @param others what is known beside them
 * @param done   whether something was saved
 * @param fault  what is wrong with the whole; null if nothing is
 */
public record ProfileView(
        PageRequest page,
        Customer customer,
        List<Field> fields,
        List<Known> others,
        boolean done,
        @Nullable String fault) {
    public ProfileView {
        fields = List.copyOf(fields);
        others = List.copyOf(others);
    }

    /**
     * A field.
     *
     * @param value   as the form sends it
     * @param shown   the name under which the form says what the field was shown with
     * @param print   the fingerprint of that
     * @param options what there is to choose from, by value; empty where it is typed
     * @param fault   what is wrong with it; null if nothing is
     * @param first   whether to begin with it
     */
    public record Field(
            ProfileField field,
            String label,
            String value,
            String shown,
            String print,
            Map<String, String> options,
            @Nullable String fault,
            boolean first) {
        public Field {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }

        /** What the form calls it. */
        public String name() {
            return ProfileForm.FIELD + field.name();
        }

        /** Its element's. */
        public String id() {
            return "profile-" + field.name();
        }

        /** Where its fault stands; null for none. */
        public @Nullable String about() {
            return fault == null ? null : id() + "-fault";
        }

        /** What browsers may fill in. */
        public String filledIn() {
            return ProfileWords.filledIn(field);
        }

        /** The kind of its element. */
        public String type() {
            return field.kind() == ProfileField.Kind.DATE ? "date" : "text";
        }

        /** Which keys a phone shows for it. */
        public @Nullable String keys() {
            return field.kind() == ProfileField.Kind.NUMBER ? "decimal" : null;
        }

        /** Whether it has several lines. */
        public boolean lines() {
            return field.kind() == ProfileField.Kind.LINES;
        }
    }
}
