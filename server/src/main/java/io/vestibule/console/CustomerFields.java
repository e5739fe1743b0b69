package io.vestibule.console;

import io.vestibule.administration.LanguageCode;
import io.vestibule.customer.Customer;
import io.vestibule.customer.Profile;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.customer.Username;
import io.vestibule.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a form about a customer: username, language, and each attribute that profiles of the portal may have. */
final class CustomerFields {
    private static final String ATTRIBUTE = "profile.";

    private final ProfileSchema schema;
    private final @Nullable Customer customer;

    /** @param customer null for one who is about to be added */
    CustomerFields(ProfileSchema schema, @Nullable Customer customer) {
        this.schema = schema;
        this.customer = customer;
    }

    List<Field> of(Call call) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.line(
                call,
                "username",
                "Username",
                username(),
                username().isEmpty() ? "To sign in with beside the address. Empty: none." : "It can't be taken away."));
        String language = language();
        List<Field.Option> languages = new ArrayList<>(SettingsPart.languages(language.isEmpty() ? "en" : language));
        if (language.isEmpty()) {
            languages.addFirst(new Field.Option("", "the portal's"));
        }
        fields.add(Field.choice(call, "language", "Language of mail", language, languages));
        for (String attribute : schema.attributes()) {
            String name = ATTRIBUTE + attribute;
            String stored = stored(attribute);
            fields.add(
                    schema.isMultiline(attribute)
                            ? Field.lines(call, name, attribute, List.of(stored), null)
                            : Field.line(call, name, attribute, stored, null));
        }
        return fields;
    }

    private String username() {
        String name = customer == null ? null : customer.username();
        return name == null ? "" : name;
    }

    private String language() {
        String language = customer == null ? null : customer.language();
        return language == null ? "" : language;
    }

    private String stored(String attribute) {
        return switch ((customer == null ? Profile.EMPTY : customer.profile()).get(attribute)) {
            case null -> "";
            case Json.Text(String text) -> text;
            case Json value -> value.toString();
        };
    }

    /** What is stored where something else was typed. */
    List<Value> storedOtherwise(Call call) {
        Map<String, String> stored = new LinkedHashMap<>(Map.of("username", username(), "language", language()));
        schema.attributes().forEach(attribute -> stored.put(ATTRIBUTE + attribute, stored(attribute)));
        List<Value> otherwise = new ArrayList<>();
        for (Field field : of(call)) {
            String now = stored.getOrDefault(field.name(), "");
            if (!plain(now).equals(plain(field.value()))) {
                otherwise.add(Value.own(field.label(), now.isEmpty() ? "nothing" : now));
            }
        }
        return otherwise;
    }

    private static String plain(String text) {
        return text.replace("\r\n", "\n").strip();
    }

    /** What was typed, as far as it isn't so already, or why it can't be. */
    sealed interface Typed {
        record Right(@Nullable Username username, @Nullable LanguageCode language, Map<String, Json> profile)
                implements Typed {}

        record Wrong(String sentence) implements Typed {}
    }

    Typed typed(Call call) {
        String name = call.field("username").strip();
        Optional<Username> username = Username.parse(name);
        if (!name.isEmpty() && username.isEmpty()) {
            return new Typed.Wrong("That is no username: " + Username.RULE + ".");
        }
        if (name.isEmpty() && !username().isEmpty()) {
            return new Typed.Wrong("A username can be changed, and not taken away.");
        }
        Optional<LanguageCode> language = LanguageCode.parse(call.field("language"));
        return new Typed.Right(
                username.filter(typed -> !typed.value().equals(username())).orElse(null),
                language.filter(typed -> !typed.value().equals(language())).orElse(null),
                attributes(call));
    }

    /** A field that is left empty clears its attribute. One that the form didn't have stays as it is. */
    private Map<String, Json> attributes(Call call) {
        Map<String, Json> changed = new LinkedHashMap<>();
        Set<String> sent = call.request().formParameters().all().keySet();
        for (String attribute : schema.attributes()) {
            if (sent.contains(ATTRIBUTE + attribute)) {
                String text = plain(call.field(ATTRIBUTE + attribute));
                if (!text.equals(plain(stored(attribute)))) {
                    changed.put(attribute, text.isEmpty() ? Json.Null.NULL : schema.typed(attribute, text));
                }
            }
        }
        return changed;
    }

    /** That a login is another's, in a sentence. */
    static String taken(String login) {
        return "Another customer of the portal signs in with " + login + ".";
    }

    /** What is wrong with a profile, in sentences. */
    static String sentences(Map<String, List<String>> errors) {
        return String.join(" ", errors.values().stream().flatMap(List::stream).toList());
    }
}
