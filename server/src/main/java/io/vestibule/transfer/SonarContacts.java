package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pages of Sonar's {@code GET accounts/{account}/contacts}, or single contacts. A page doesn't tell whose it is: {@code account_id} beside
 * {@code data} does, or in a contact, or the command. Ids are kept where they are free: other systems know them.
 */
final class SonarContacts implements PagePieces.Mapping {
    private static final Map<String, String> PHONES =
            Map.of("home", "phone", "mobile", "mobile", "fax", "fax", "work", "workPhone");

    private final @Nullable String account;
    /** How many of an account's contacts are still to come; pages of an account follow each other. */
    private @Nullable String begun;

    private long toCome;

    SonarContacts(@Nullable String account) {
        this.account = account;
    }

    @Override
    public PagePieces.Page page(Json.Object answer) {
        Json data = answer.get("data");
        if (data instanceof Json.Array(List<Json> contacts)) {
            List<Json> whose = contacts.stream()
                    .map(contact -> contact instanceof Json.Object object ? withAccount(object, answer) : contact)
                    .toList();
            return new PagePieces.Page(
                    whose, paged(answer, contacts.size()).stream().toList());
        }
        if (data instanceof Json.Object single) {
            return PagePieces.Page.of(List.of(withAccount(single, answer)));
        }
        boolean contact = data == null
                && (answer.get("name") != null
                        || answer.get("email_address") != null
                        || answer.get("username") != null);
        if (contact) {
            return PagePieces.Page.of(List.of(answer));
        }
        return PagePieces.Page.none(
                answer.get("error") instanceof Json.Object error
                        ? " is an error of the API: " + error.text("message").orElse("no message")
                        : " holds no contacts: it has no data.");
    }

    /** What is missing before this page. */
    private Optional<String> paged(Json.Object answer, int here) {
        if (!(answer.get("paginator") instanceof Json.Object paginator)
                || !(paginator.get("total_count") instanceof Json.Number(String total))
                || !total.matches("[0-9]{1,15}")) {
            return Optional.empty();
        }
        String whose = String.valueOf(answer.get("account_id"));
        Optional<String> before = whose.equals(begun) ? Optional.empty() : lacking();
        toCome = (whose.equals(begun) ? toCome : Long.parseLong(total)) - here;
        begun = toCome > 0 ? whose : null;
        return before.map(sentence -> " follows pages that don't hold all: " + sentence);
    }

    private Optional<String> lacking() {
        return begun == null
                ? Optional.empty()
                : Optional.of(
                        toCome + " contacts of account " + begun + " are missing, by the paginator's total_count.");
    }

    @Override
    public Optional<String> missing() {
        return lacking();
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
    public Mapped fields(Json.Object contact) {
        Mapped.Builder mapped = new Mapped.Builder();
        Json own = contact.get("account_id");
        mapped.put("id", "id", contact.get("id"))
                .put("accountId", "account_id", own == null && account != null ? Json.of(account) : own)
                .put("primary", "primary", contact.get("primary"))
                .put("email", "email_address", contact.get("email_address"))
                .put("emailLogin", Json.of(EmailLogin.IF_FREE.word()))
                .put("username", "username", contact.get("username"))
                .put("role", "role", contact.get("role"))
                .put("emailMessageCategories", "email_message_categories", contact.get("email_message_categories"));
        Names.whole(mapped, "name", Values.text(contact, "name"));
        if (contact.get("phone_numbers") instanceof Json.Object numbers) {
            PHONES.forEach((theirs, ours) -> {
                if (numbers.get(theirs) instanceof Json.Object phone) {
                    String place = "phone_numbers." + theirs;
                    mapped.put(ours, place + ".number", asText(phone.get("number")))
                            .put(ours + "Extension", place + ".extension", asText(phone.get("extension")));
                }
            });
        }
        return mapped.build();
    }

    /** Some write a number as a number. */
    private static @Nullable Json asText(@Nullable Json value) {
        return value instanceof Json.Number(String literal) ? Json.of(literal) : value;
    }
}
