package io.vestibule.dialect.sonar;

import io.vestibule.customer.Profile;
import io.vestibule.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
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

    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9(][0-9 ().-]{1,30}");
    private static final Pattern EXTENSION = Pattern.compile("[0-9]{1,10}");

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
                                .put("extension", extension(profile.text(phone.attribute + "Extension")))
                                .build());
            }
        }
        return numbers.build();
    }

    /** The page shows a number; one that begins with zeros isn't one. */
    private static Json extension(String digits) {
        if (digits.isEmpty()) {
            return Json.Null.NULL;
        }
        return digits.length() > 1 && digits.startsWith("0") ? new Json.Text(digits) : new Json.Number(digits);
    }

    /** What the sent object changes of a profile, or the sentence that refuses it in place of {@code changes}. */
    static @Nullable String read(Map<String, Json> sent, Map<String, Json> changes) {
        Map<String, Json> left = new LinkedHashMap<>(sent);
        for (ContactPhones phone : values()) {
            Json value = left.remove(phone.type);
            Json number = value instanceof Json.Object object ? object.get("number") : value;
            Json extension = value instanceof Json.Object object ? object.get("extension") : null;
            String digits = text(number);
            String more = text(extension);
            if (digits == null || !(digits.isEmpty() || NUMBER.matcher(digits).matches())) {
                return "The " + phone.type + " phone number is invalid.";
            }
            if (more == null || !(more.isEmpty() || EXTENSION.matcher(more).matches())) {
                return "The " + phone.type + " phone extension is invalid.";
            }
            changes.put(phone.attribute, digits.isEmpty() ? Json.Null.NULL : new Json.Text(digits));
            changes.put(
                    phone.attribute + "Extension",
                    digits.isEmpty() || more.isEmpty() ? Json.Null.NULL : new Json.Text(more));
        }
        return left.isEmpty() ? null : "The Phone Number Type is invalid: " + printable(left);
    }

    private static String printable(Map<String, Json> unknown) {
        String type = unknown.keySet().iterator().next();
        return type.substring(0, Math.min(type.length(), 40)).replaceAll("\\p{Cntrl}", "?");
    }

    /** Empty for none, null for what is neither text nor number. */
    private static @Nullable String text(@Nullable Json value) {
        return switch (value) {
            case null -> "";
            case Json.Null none -> "";
            case Json.Text(String text) -> text.strip();
            case Json.Number(String literal) -> literal;
            default -> null;
        };
    }
}
