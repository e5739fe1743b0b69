package io.vestibule.page.portal;

import io.vestibule.customer.Customer;
import io.vestibule.customer.Profile;
import io.vestibule.customer.ProfileField;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.json.Json;
import io.vestibule.page.PageWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the fields of a profile and their values are called: by the portal's schema, else in the customer's language. */
public final class ProfileWords {
    private static final Set<String> PHONES = Set.of("phone", "mobile", "fax", "workPhone", "alternativePhone");
    /** What browsers fill in (WCAG 2.2, 1.3.5). */
    private static final Map<String, String> FILLED_IN = Map.of(
            "firstName", "given-name",
            "lastName", "family-name",
            "phone", "tel",
            "dateOfBirth", "bday",
            "homeAddress", "street-address",
            "homePostcode", "postal-code",
            "occupation", "organization-title",
            "company", "organization",
            "country", "country");

    private final PageWords words;
    private final ProfileSchema schema;

    private ProfileWords(PageWords words, ProfileSchema schema) {
        this.words = words;
        this.schema = schema;
    }

    static ProfileWords of(PageRequest page) {
        return new ProfileWords(page.words(), page.caller().portal().profile());
    }

    /** Something that is known of a customer. */
    public record Known(String label, String value) {}

    /** What a customer signs in with, and what of their profile is set, if they may see it. */
    List<Known> known(Customer customer) {
        List<Known> known = new ArrayList<>();
        if (customer.email() != null) {
            known.add(new Known(words.say("register.email"), customer.email()));
        }
        if (customer.username() != null) {
            known.add(new Known(words.say("profile.username"), customer.username()));
        }
        schema.shown().forEach(name -> add(known, schema.field(name), customer.profile()));
        return known;
    }

    /** What of it no form changes. */
    List<Known> untyped(Profile profile) {
        List<Known> known = new ArrayList<>();
        schema.shown().stream()
                .map(schema::field)
                .filter(field -> !field.isTyped())
                .forEach(field -> add(known, field, profile));
        return known;
    }

    private void add(List<Known> known, ProfileField field, Profile profile) {
        Json value = profile.get(field.name());
        if (value != null) {
            known.add(new Known(label(field), value(value)));
        }
    }

    /** What a field is called. */
    String label(ProfileField field) {
        String title = field.title();
        return title == null ? words.sayOr("profile.field." + field.name(), field.name()) : title;
    }

    /** A value for people. */
    String value(@Nullable Json value) {
        return switch (value) {
            case null -> "–";
            case Json.Text(String text) -> text;
            case Json.Bool(boolean truth) -> words.say(truth ? "profile.yes" : "profile.no");
            case Json.Array(List<Json> items) -> items.stream().map(this::value).collect(Collectors.joining(", "));
            case Json.Object object when object.get("name") instanceof Json.Text(String name) -> name;
            default -> value.toString();
        };
    }

    /** What browsers may fill in; {@code off} for what they can't know. */
    static String filledIn(ProfileField field) {
        return FILLED_IN.getOrDefault(field.name(), "off");
    }

    /** Why a value won't do. */
    static Fault fault(ProfileField field, String typed) {
        String mustBe = field.mustBe();
        if (typed.isEmpty()) {
            return Fault.of("profile.missing");
        } else if (mustBe != null) {
            return new Fault("profile.must_be", mustBe);
        }
        return Fault.of(
                switch (field.kind()) {
                    case DATE -> "profile.date";
                    case NUMBER -> "profile.number";
                    case TRUTH, CHOICE -> "profile.choose";
                    case TEXT, LINES, STRUCTURE -> PHONES.contains(field.name()) ? "profile.phone" : "profile.text";
                });
    }
}
