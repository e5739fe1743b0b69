package io.vestibule.transfer;

import io.vestibule.customer.PhoneNumber;
import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pages of LogicBoxes' {@code customers/search.json}, {@code {"recsonpage":…,"recsindb":…,"1":{"customer.customerid":…}}}, or single
 * records. The username there is an email address. What has no place here (the reseller, the count of websites) is left out.
 */
final class LogicBoxesSearch implements PagePieces.Mapping {
    private static final String PREFIX = "customer.";
    /** What their forms write where a country has no states. */
    private static final String NONE = "Not Applicable";

    private static final Map<String, String> SAME = Map.of(
            "customerid", "id",
            "username", "email",
            "company", "company",
            "city", "city",
            "state", "state",
            "country", "country",
            "totalreceipts", "totalReceipts");

    /** How many customers their database has by the last page, and how many the pages held. */
    private long expected;

    private long held;

    @Override
    public PagePieces.Page page(Json.Object answer) {
        if (answer.get(PREFIX + "username") != null || answer.get(PREFIX + "customerid") != null) {
            return PagePieces.Page.of(List.of(answer));
        }
        List<Json> entries = answer.fields().entrySet().stream()
                .filter(field -> field.getKey().matches("[0-9]{1,9}"))
                .map(Map.Entry::getValue)
                .toList();
        long onPage = count(answer.get("recsonpage"));
        if (onPage < 0) {
            return entries.isEmpty()
                    ? PagePieces.Page.none(" holds no customers" + message(answer))
                    : PagePieces.Page.of(entries);
        }
        held += entries.size();
        expected = Math.max(expected, count(answer.get("recsindb")));
        return entries.size() == onPage
                ? PagePieces.Page.of(entries)
                : new PagePieces.Page(
                        entries,
                        List.of(" holds " + entries.size() + " customers, and recsonpage says " + onPage + "."));
    }

    private static String message(Json.Object answer) {
        return answer.text("message").map(message -> ": " + message).orElse(": it has no recsonpage.");
    }

    private static long count(@Nullable Json value) {
        String text = switch (value) {
            case Json.Text(String digits) -> digits;
            case Json.Number(String literal) -> literal;
            case null, default -> "";
        };
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : -1;
    }

    @Override
    public Optional<String> missing() {
        return held < expected
                ? Optional.of(
                        "Pages are missing: they hold " + held + " customers, and recsindb says " + expected + ".")
                : Optional.empty();
    }

    @Override
    public Mapped fields(Json.Object customer) {
        Mapped.Builder mapped = new Mapped.Builder();
        SAME.forEach((theirs, ours) -> mapped.put(ours, PREFIX + theirs, text(customer, theirs)));
        Names.whole(mapped, PREFIX + "name", text(customer, "name"));
        String number = text(customer, "telno").replaceAll("[^0-9]", "");
        if (!number.isEmpty()) {
            String code = text(customer, "telnocc").replaceAll("[^0-9]", "");
            mapped.put("phone", PREFIX + "telno", phone(code, number));
        }
        String status = text(customer, "customerstatus");
        switch (status) {
            case "", "Active" -> {}
            case "Suspended" -> mapped.put("disabled", Json.of(true));
            default ->
                mapped.refuse("The customer.customerstatus field is \"" + status
                        + "\"; customers who are Active or Suspended are imported.");
        }
        String field = text(customer, "creationtime").isEmpty() ? "creationdt" : "creationtime";
        return mapped.put("createdAt", PREFIX + field, moment(text(customer, field)))
                .build();
    }

    /** As E.164 where the country has such numbers; what it hasn't stays as it was given. */
    private static String phone(String code, String number) {
        return PhoneNumber.ofParts(code, number) instanceof PhoneNumber.Reading.Good(PhoneNumber good)
                ? good.text()
                : code.isEmpty() ? number : "+" + code + number;
    }

    /** They write epoch seconds, or a date and time in UTC. */
    private static String moment(String text) {
        return text.matches("[0-9-]{10}[T ][0-9:.]+") ? text + "Z" : text;
    }

    private static String text(Json.Object customer, String name) {
        return switch (customer.get(PREFIX + name)) {
            case Json.Text(String text) -> text.strip().equals(NONE) ? "" : text.strip();
            case Json.Number(String literal) -> literal;
            case null, default -> "";
        };
    }
}
