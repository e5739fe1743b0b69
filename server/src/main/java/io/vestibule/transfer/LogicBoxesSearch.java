package io.vestibule.transfer;

import io.vestibule.customer.PhoneNumber;
import io.vestibule.customer.Profile;
import io.vestibule.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pages of LogicBoxes' {@code customers/search.json}, {@code {"recsonpage":…,"recsindb":…,"1":{"customer.customerid":…}}}, or single
 * records. The username there is an email address. What has no place here (the reseller, the count of websites) is left out.
 */
final class LogicBoxesSearch implements PagePieces.Mapping {
    private static final String PREFIX = "customer.";
    private static final Map<String, String> SAME = Map.of(
            "customerid", "id",
            "username", "email",
            "company", "company",
            "city", "city",
            "state", "state",
            "country", "country",
            "totalreceipts", "totalReceipts");

    @Override
    public List<Json> customers(Json.Object page) {
        if (page.get(PREFIX + "username") != null) {
            return List.of(page);
        }
        return page.fields().entrySet().stream()
                .filter(field -> field.getKey().matches("[0-9]{1,9}"))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public Map<String, Json> fields(Json.Object customer) {
        Map<String, Json> fields = new LinkedHashMap<>();
        SAME.forEach((theirs, ours) -> {
            String text = text(customer, theirs);
            if (!text.isEmpty()) {
                fields.put(ours, Json.of(text));
            }
        });
        fields.putAll(Profile.EMPTY.renamed(text(customer, "name")));
        String number = text(customer, "telno").replaceAll("[^0-9]", "");
        if (!number.isEmpty()) {
            String code = text(customer, "telnocc").replaceAll("[^0-9]", "");
            fields.put("phone", Json.of(phone(code, number)));
        }
        switch (text(customer, "customerstatus")) {
            case "", "Active" -> {}
            case "Suspended" -> fields.put("disabled", Json.of(true));
            // Deleted, and what we don't know: refused, with the word
            case String status -> fields.put("disabled", Json.of(status));
        }
        String since = text(customer, "creationtime") + text(customer, "creationdt");
        if (!since.isEmpty()) {
            fields.put("createdAt", Json.of(moment(since)));
        }
        return fields;
    }

    /** As E.164 where the country has such numbers; what it hasn't stays as it was given. */
    private static String phone(String code, String number) {
        return PhoneNumber.ofParts(code, number) instanceof PhoneNumber.Reading.Good(PhoneNumber good)
                ? good.text()
                : code.isEmpty() ? number : "+" + code + number;
    }

    /** They write epoch seconds, or a date and time; what is neither stays, to be refused. */
    private static String moment(String text) {
        try {
            return (text.matches("[0-9]{1,11}")
                            ? Instant.ofEpochSecond(Long.parseLong(text))
                            : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC))
                    .toString();
        } catch (DateTimeException e) {
            return text;
        }
    }

    private static String text(Json.Object customer, String name) {
        return switch (customer.get(PREFIX + name)) {
            case Json.Text(String text) -> text.strip();
            case Json.Number(String literal) -> literal;
            case null, default -> "";
        };
    }
}
