package io.vestibule.page.portal;

import io.vestibule.customer.Customer;
import io.vestibule.customer.ProfileField;
import io.vestibule.http.Parameters;
import io.vestibule.json.Json;
import io.vestibule.secret.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a profile that a form shows, and what was typed for them. Beside each goes a fingerprint of what it was shown with: what a
 * customer leaves as it is isn't sent back over what somebody else changed since.
 */
final class ProfileForm {
    static final String FIELD = "profile.";
    private static final String SHOWN = "shown.";

    private final PageRequest page;
    private final Customer customer;
    private final ProfileWords words;
    private final List<ProfileField> fields;
    private final Map<String, String> typed = new LinkedHashMap<>();
    private final Map<String, Fault> faults = new LinkedHashMap<>();

    private ProfileForm(PageRequest page, Customer customer) {
        this.page = page;
        this.customer = customer;
        this.words = ProfileWords.of(page);
        var schema = page.caller().portal().profile();
        this.fields = schema.shown().stream()
                .map(schema::field)
                .filter(ProfileField::isTyped)
                .toList();
    }

    /** The form with what is known. */
    static ProfileForm of(PageRequest page, Customer customer) {
        return new ProfileForm(page, customer);
    }

    /** The form as the customer sent it: what they changed, and what somebody else has since. */
    static ProfileForm sent(PageRequest page, Customer customer) {
        ProfileForm form = new ProfileForm(page, customer);
        Parameters parameters = page.request().formParameters();
        form.fields.forEach(field -> parameters.each(FIELD + field.name()).stream()
                .filter(Json.Text.class::isInstance)
                .map(text -> ((Json.Text) text).value().replace("\r\n", "\n"))
                .findFirst()
                .ifPresent(text -> form.take(field, text, page.field(SHOWN + field.name()))));
        return form;
    }

    private void take(ProfileField field, String text, String shown) {
        String now = now(field);
        if (fingerprint(text).equals(shown) || text.equals(now)) {
            return;
        }
        typed.put(field.name(), text);
        if (!fingerprint(now).equals(shown)) {
            Json known = customer.profile().get(field.name());
            faults.put(field.name(), new Fault("profile.changed", words.value(known)));
        }
    }

    private String now(ProfileField field) {
        return field.inForm(customer.profile().get(field.name()));
    }

    /** What the customer changed, to be judged by the schema. */
    Map<String, Json> changes() {
        Map<String, Json> changes = new LinkedHashMap<>();
        fields.stream()
                .filter(field -> typed.containsKey(field.name()))
                .forEach(field -> changes.put(field.name(), field.fromForm(typed.getOrDefault(field.name(), ""))));
        return changes;
    }

    /** Keeps what is wrong with fields; gives those that the form hasn't got. */
    List<String> refuse(Iterable<String> wrong) {
        List<String> others = new ArrayList<>();
        for (String name : wrong) {
            fields.stream()
                    .filter(field -> field.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            field -> faults.putIfAbsent(
                                    name, ProfileWords.fault(field, typed.getOrDefault(name, now(field)))),
                            () -> others.add(name));
        }
        return others;
    }

    boolean isWrong() {
        return !faults.isEmpty();
    }

    /** What the template shows of each field. */
    List<ProfileView.Field> shown() {
        String first = fields.stream()
                .map(ProfileField::name)
                .filter(faults::containsKey)
                .findFirst()
                .orElse("");
        return fields.stream()
                .map(field -> new ProfileView.Field(
                        field,
                        words.label(field),
                        typed.getOrDefault(field.name(), now(field)),
                        SHOWN + field.name(),
                        fingerprint(now(field)),
                        options(field),
                        said(field),
                        field.name().equals(first)))
                .toList();
    }

    private @Nullable String said(ProfileField field) {
        Fault fault = faults.get(field.name());
        return fault == null ? null : fault.in(page.words());
    }

    /** What there is to choose from, by what the form sends for it; empty where it is typed. */
    private Map<String, String> options(ProfileField field) {
        List<Json> choices = switch (field.kind()) {
            case CHOICE -> field.choices();
            case TRUTH -> List.of(Json.of(true), Json.of(false));
            case TEXT, LINES, DATE, NUMBER, STRUCTURE -> List.of();
        };
        Map<String, String> options = new LinkedHashMap<>();
        if (!choices.isEmpty()) {
            options.put("", words.value(null));
            choices.forEach(choice -> options.put(field.inForm(choice), words.value(choice)));
            Json now = customer.profile().get(field.name());
            if (now != null) { // which may be none of them any more
                options.putIfAbsent(field.inForm(now), words.value(now));
            }
        }
        return options;
    }

    private static String fingerprint(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(Tokens.hash(text), 9));
    }
}
