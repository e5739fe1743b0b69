package io.vestibule.dialect.logicboxes;

import java.util.List;
import java.util.Map;

/** What the vendor calls a customer's attributes. */
final class CustomerParameters {
    static final Map<String, String> ATTRIBUTES = Map.of(
            "company", "company",
            "address-line-1", "homeAddress",
            "address-line-2", "addressLine2",
            "address-line-3", "addressLine3",
            "city", "city",
            "country", "country",
            "zipcode", "homePostcode");
    static final Map<String, String> PHONES =
            Map.of("phone", "phone", "alt-phone", "alternativePhone", "fax", "fax", "mobile", "mobile");

    /** In the order of docs/dialects/logicboxes.md. */
    static final List<String> ORDER = List.of(
            "username",
            "passwd",
            "name",
            "company",
            "address-line-1",
            "city",
            "state",
            "country",
            "zipcode",
            "phone-cc",
            "phone",
            "lang-pref",
            "address-line-2",
            "address-line-3",
            "alt-phone-cc",
            "alt-phone",
            "fax-cc",
            "fax",
            "mobile-cc",
            "mobile",
            "other-state");

    static final List<String> REQUIRED = ORDER.subList(0, ORDER.indexOf("address-line-2"));

    private CustomerParameters() {}

    /** The parameter that has this attribute, or the attribute itself. */
    static String of(String attribute) {
        return switch (attribute) {
            case String name when name.equals("firstName") || name.equals("lastName") -> "name";
            case String other ->
                ATTRIBUTES.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(other))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(other);
        };
    }
}
