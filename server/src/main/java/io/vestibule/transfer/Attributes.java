package io.vestibule.transfer;

import io.vestibule.customer.Profile;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.customer.ProfileField;
import io.vestibule.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The attributes of a profile in a file: those of the portal, by its rules, and those that only other dialects show. */
final class Attributes {
    private static final Set<String> TEXTS = Set.of(
            "company",
            "phoneExtension",
            "mobile",
            "mobileExtension",
            "fax",
            "faxExtension",
            "workPhone",
            "workPhoneExtension",
            "alternativePhone",
            "addressLine2",
            "addressLine3",
            "city",
            "state",
            "country",
            "pin",
            "salesRepresentative",
            "totalReceipts",
            "role");
    private static final String CATEGORIES = "emailMessageCategories";
    private static final int LONGEST = 255;

    private final Json.Object lists;

    Attributes(Json.Object lists) {
        this.lists = lists;
    }

    static boolean isKnown(String name) {
        return ProfileField.named(name).isPresent() || TEXTS.contains(name) || name.equals(CATEGORIES);
    }

    /** The profile of what was told; what is wrong with it is added to the faults. */
    Profile read(Map<String, Json> told, List<String> faults) {
        Map<String, Json> ofPortal = new LinkedHashMap<>();
        Map<String, Json> others = new LinkedHashMap<>();
        told.forEach((name, value) -> {
            if (TEXTS.contains(name)) {
                text(name, value, others, faults);
            } else if (name.equals(CATEGORIES)) {
                categories(value, others, faults);
            } else {
                ofPortal.put(name, value);
            }
        });
        ProfileChanges changes = ProfileChanges.of(ofPortal, lists);
        changes.errors().values().forEach(faults::addAll);
        return changes.asNew().with(others);
    }

    private static void text(String name, Json value, Map<String, Json> accepted, List<String> faults) {
        if (value instanceof Json.Text(String text)
                && text.length() <= LONGEST
                && text.chars().noneMatch(Character::isISOControl)) {
            if (!text.isEmpty()) {
                accepted.put(name, value);
            }
        } else if (!(value instanceof Json.Null)) {
            faults.add("The " + name + " field must be a string of at most " + LONGEST
                    + " characters without control characters.");
        }
    }

    private static void categories(Json value, Map<String, Json> accepted, List<String> faults) {
        List<Json> numbers = new ArrayList<>();
        if (value instanceof Json.Array(List<Json> items)
                && items.stream().allMatch(item -> item instanceof Json.Number(String n) && n.matches("[0-9]{1,9}"))) {
            numbers.addAll(items);
            accepted.put(CATEGORIES, new Json.Array(numbers));
        } else if (!(value instanceof Json.Null)) {
            faults.add("The " + CATEGORIES + " field must be a list of whole numbers.");
        }
    }
}
