package io.vestibule.transfer;

import io.vestibule.customer.Profile;
import io.vestibule.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pages of Sonar's {@code GET accounts/{account}/contacts}, or single contacts. A page doesn't tell whose it is: {@code account_id} beside
 * {@code data} does, or in a contact, or the command. Ids are kept where they are free: other systems know them.
 */
final class SonarContacts implements PagePieces.Mapping {
    private static final Map<String, String> PHONES =
            Map.of("home", "phone", "mobile", "mobile", "fax", "fax", "work", "workPhone");

    private final @Nullable String account;

    SonarContacts(@Nullable String account) {
        this.account = account;
    }

    @Override
    public List<Json> customers(Json.Object page) {
        if (!(page.get("data") instanceof Json.Array contacts)) {
            return List.of(page.get("data") instanceof Json.Object single ? withAccount(single, page) : page);
        }
        return contacts.items().stream()
                .map(contact -> contact instanceof Json.Object object ? withAccount(object, page) : contact)
                .toList();
    }

    private static Json withAccount(Json.Object contact, Json.Object page) {
        Json id = page.get("account_id");
        if (id == null || contact.get("account_id") != null) {
            return contact;
        }
        LinkedHashMap<String, Json> fields = new LinkedHashMap<>(contact.fields());
        fields.put("account_id", id);
        return new Json.Object(fields);
    }

    @Override
    public Map<String, Json> fields(Json.Object contact) {
        Map<String, Json> fields = new LinkedHashMap<>();
        put(fields, "id", contact.get("id"));
        Json own = contact.get("account_id");
        put(fields, "accountId", own == null && account != null ? Json.of(account) : own);
        put(fields, "primary", contact.get("primary"));
        put(fields, "email", contact.get("email_address"));
        fields.put("emailLogin", Json.of(EmailLogin.IF_FREE.word()));
        put(fields, "username", contact.get("username"));
        contact.text("name").ifPresent(name -> fields.putAll(Profile.EMPTY.renamed(name)));
        put(fields, "role", contact.get("role"));
        put(fields, "emailMessageCategories", contact.get("email_message_categories"));
        if (contact.get("phone_numbers") instanceof Json.Object numbers) {
            PHONES.forEach((theirs, ours) -> {
                if (numbers.get(theirs) instanceof Json.Object phone) {
                    put(fields, ours, asText(phone.get("number")));
                    put(fields, ours + "Extension", asText(phone.get("extension")));
                }
            });
        }
        return fields;
    }

    /** Some write a number as a number. */
    private static @Nullable Json asText(@Nullable Json value) {
        return value instanceof Json.Number(String literal) ? Json.of(literal) : value;
    }

    private static void put(Map<String, Json> fields, String name, @Nullable Json value) {
        if (value != null
                && !(value instanceof Json.Null)
                && !(value instanceof Json.Text(String text) && text.isEmpty())) {
            fields.put(name, value);
        }
    }
}
