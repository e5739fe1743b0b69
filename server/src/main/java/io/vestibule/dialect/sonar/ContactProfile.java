package io.vestibule.dialect.sonar;

import io.vestibule.customer.Customer;
import io.vestibule.customer.Profile;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.http.Validation;
import io.vestibule.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a contact that are its profile: {@code name, role, phone_numbers, email_message_categories}. */
final class ContactProfile {
    private ContactProfile() {}

    /**
     * What the fields change of a profile, as far as the portal's schema takes it. The phone numbers come first: the stock portal
     * knows their sentence by how the whole message begins.
     *
     * @param contact as they are; null for a new one. What stands in for the name that they lack, sent back, is none
     */
    static Map<String, Json> changes(ContactFields fields, ProfileSchema schema, @Nullable Customer contact) {
        Profile now = contact == null ? Profile.EMPTY : contact.profile();
        Map<String, Json> sent = new LinkedHashMap<>();
        Map<String, Json> phones = fields.object("phone_numbers");
        if (phones != null) {
            sent.putAll(ContactPhones.attributes(phones, now));
            ContactPhones.unknownType(phones).ifPresent(sentence -> fields.refuse("phone_numbers", sentence));
        }
        String name = fields.text("name");
        if (name != null && name.isBlank()) {
            fields.require("name");
        } else if (name != null && !(contact != null && name.strip().equals(SonarContact.name(contact)))) {
            sent.putAll(now.renamed(name));
        }
        String role = fields.text("role");
        if (role != null) {
            sent.put("role", new Json.Text(role));
        }
        List<Json> categories = fields.array("email_message_categories");
        if (categories != null) {
            sent.put(
                    "emailMessageCategories",
                    new Json.Array(categories.stream().map(ContactProfile::id).toList()));
        }
        ProfileChanges changes = schema.changes(sent, now);
        changes.errors().forEach((attribute, sentences) -> refuse(fields, attribute, sentences.getFirst()));
        return changes.values();
    }

    /** "An array of IDs": a form sends them as text. */
    private static Json id(Json sent) {
        return sent instanceof Json.Text(String digits) && digits.matches("0|[1-9][0-9]{0,8}")
                ? new Json.Number(digits)
                : sent;
    }

    /** The profile speaks of its attributes, the client knows its fields. */
    private static void refuse(ContactFields fields, String attribute, String sentence) {
        ContactPhones.objection(attribute)
                .ifPresentOrElse(objection -> fields.refuse("phone_numbers", objection), () -> {
                    String field = field(attribute);
                    fields.refuse(field, sentence.replace(attribute, Validation.words(field)));
                });
    }

    private static String field(String attribute) {
        if (attribute.equals("firstName") || attribute.equals("lastName")) {
            return "name";
        }
        return attribute.equals("emailMessageCategories") ? "email_message_categories" : attribute;
    }
}
