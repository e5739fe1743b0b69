package io.vestibule.dialect.sonar;

import io.vestibule.customer.PhoneNumber;
import io.vestibule.customer.Profile;
import io.vestibule.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code phone_numbers}: "the property is the type of phone number it is (one of work, home, mobile, fax) and the value … an
 * object containing two properties, number and extension". The object says all of a contact's numbers: a type that it leaves out,
 * or whose number is empty, has none.
 */
enum ContactPhones {
    WORK("work", "workPhone"),
    HOME("home", "phone"),
    MOBILE("mobile", "mobile"),
    FAX("fax", "fax");

    private static final String EXTENSION = "Extension";

    private final String type;
    private final String attribute;

    ContactPhones(String type, String attribute) {
        this.type = type;
        this.attribute = attribute;
    }

    /** The numbers of a profile as the contact body has them, {@code {}} where there is none. */
    static Json.Object of(Profile profile) {
        Json.Builder numbers = Json.object();
        for (ContactPhones phone : values()) {
            if (!profile.text(phone.attribute).isEmpty()) {
                numbers.put(
                        phone.type,
                        Json.object()
                                .put("number", profile.text(phone.attribute))
                                .put("extension", extension(profile.text(phone.attribute + EXTENSION)))
                                .build());
            }
        }
        return numbers.build();
    }

    /** The page shows a number; one that begins with a zero isn't one. */
    private static Json extension(String digits) {
        if (digits.isEmpty()) {
            return Json.Null.NULL;
        }
        return digits.length() > 1 && digits.startsWith("0") ? new Json.Text(digits) : new Json.Number(digits);
    }

    /**
     * What the sent object makes of a profile's numbers; an unknown type is told by {@link #unknownType}. Equal digits change nothing, and
     * have the extension that they had where none is sent: the stock portal sends null for each.
     */
    static Map<String, Json> attributes(Map<String, Json> sent, Profile now) {
        Map<String, Json> attributes = new LinkedHashMap<>();
        for (ContactPhones phone : values()) {
            Json value = sent.get(phone.type);
            Json number = text(value instanceof Json.Object object ? object.get("number") : value);
            Json extension = text(value instanceof Json.Object object ? object.get("extension") : null);
            boolean repeated = phone.isRepeated(number, now);
            attributes.put(phone.attribute, repeated ? Json.of(now.text(phone.attribute)) : number);
            if (!(repeated && extension instanceof Json.Null)) {
                attributes.put(phone.attribute + EXTENSION, number instanceof Json.Null ? number : extension);
            }
        }
        return attributes;
    }

    /** The sentence about a type that there isn't; the stock portal knows it by its beginning. */
    static Optional<String> unknownType(Map<String, Json> sent) {
        return sent.keySet().stream()
                .filter(type ->
                        !type.equals("work") && !type.equals("home") && !type.equals("mobile") && !type.equals("fax"))
                .findFirst()
                .map(type -> "The Phone Number Type is invalid: "
                        + type.substring(0, Math.min(type.length(), 40)).replaceAll("\\p{Cntrl}", "?"));
    }

    /** The sentence about a value that the profile doesn't take; empty if the attribute is none of a number. */
    static Optional<String> objection(String attribute) {
        for (ContactPhones phone : values()) {
            if (attribute.equals(phone.attribute)) {
                return Optional.of("The " + phone.type + " phone number is invalid.");
            }
            if (attribute.equals(phone.attribute + EXTENSION)) {
                return Optional.of("The " + phone.type + " phone extension is invalid.");
            }
        }
        return Optional.empty();
    }

    private boolean isRepeated(Json number, Profile now) {
        return number instanceof Json.Text(String text) && PhoneNumber.repeats(text, now.text(attribute));
    }

    /** Numbers may come as JSON numbers; an empty text is none. */
    private static Json text(@Nullable Json value) {
        if (value == null || (value instanceof Json.Text(String text) && text.isBlank())) {
            return Json.Null.NULL;
        }
        return value instanceof Json.Number(String literal) ? new Json.Text(literal) : value;
    }
}
