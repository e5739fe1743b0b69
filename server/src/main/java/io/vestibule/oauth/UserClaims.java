package io.vestibule.oauth;

import io.vestibule.customer.Customer;
import io.vestibule.customer.Profile;
import io.vestibule.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What applications can learn of a customer, in the standard's claims (OpenID Connect Core sections 5.1 and 5.4). What isn't known is left
 * out.
 */
public final class UserClaims {
    /** Every claim about a customer that there is, for discovery. */
    public static final List<String> SUPPORTED = List.of(
            "sub",
            "name",
            "given_name",
            "family_name",
            "preferred_username",
            "birthdate",
            "locale",
            "email",
            "email_verified",
            "phone_number",
            "address");

    private static final Map<String, List<String>> BY_SCOPE = Map.of(
            "profile", List.of("name", "given_name", "family_name", "preferred_username", "birthdate", "locale"),
            "email", List.of("email", "email_verified"),
            "phone", List.of("phone_number"),
            "address", List.of("address"));

    private UserClaims() {}

    /**
     * The claims that scopes, and a request for single ones, bring.
     *
     * @param requested null for none
     */
    static Json.Object of(Customer customer, List<String> scopes, Json.@Nullable Object requested) {
        List<String> names = new ArrayList<>();
        scopes.forEach(scope -> names.addAll(BY_SCOPE.getOrDefault(scope, List.of())));
        if (requested != null) {
            names.addAll(requested.fields().keySet());
        }
        Map<String, Json> known = known(customer);
        Json.Builder claims = Json.object();
        names.forEach(name -> {
            Json value = known.get(name);
            if (value != null) {
                claims.put(name, value);
            }
        });
        return claims.build();
    }

    /** The scope that brings a claim; empty for one that tells nothing of a customer. */
    static Optional<String> scope(String claim) {
        return BY_SCOPE.entrySet().stream()
                .filter(scope -> scope.getValue().contains(claim))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Map<String, Json> known(Customer customer) {
        Profile profile = customer.profile();
        Map<String, Json> known = new LinkedHashMap<>();
        put(known, "name", profile.fullName());
        put(known, "given_name", profile.text("firstName"));
        put(known, "family_name", profile.text("lastName"));
        put(known, "preferred_username", customer.username());
        put(known, "birthdate", profile.text("dateOfBirth"));
        put(known, "locale", customer.language());
        put(known, "email", customer.email());
        if (customer.email() != null) {
            known.put("email_verified", Json.of(customer.verified()));
        }
        put(known, "phone_number", profile.text("phone"));
        Json.Object address = address(profile);
        if (!address.fields().isEmpty()) {
            known.put("address", address);
        }
        return known;
    }

    private static Json.Object address(Profile profile) {
        String street = Stream.of("homeAddress", "addressLine2", "addressLine3")
                .map(profile::text)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
        Map<String, Json> address = new LinkedHashMap<>();
        put(address, "street_address", street);
        put(address, "locality", profile.text("city"));
        put(address, "region", profile.text("state"));
        put(address, "postal_code", profile.text("homePostcode"));
        put(address, "country", profile.text("country"));
        return new Json.Object(new LinkedHashMap<>(address));
    }

    private static void put(Map<String, Json> claims, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            claims.put(name, Json.of(value));
        }
    }
}
