package io.vestibule.dialect.sonar;

import io.vestibule.customer.Customer;
import io.vestibule.customer.Profile;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.provisioning.Contacts;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A customer as Sonar's page shows a contact. */
final class SonarContact {
    private SonarContact() {}

    /** The success response of the look-up. */
    static Answer lookedUp(Customer customer) {
        return data(201, withIds(Json.object(), customer).build());
    }

    /** The success response of the validation. */
    static Answer authenticated(Customer customer) {
        return data(
                201,
                withIds(Json.object().put("contact_name", name(customer)), customer)
                        .build());
    }

    /** The contact body. */
    static Answer contact(int status, Customer customer) {
        return data(status, body(customer));
    }

    /** "{"data":[…],"paginator":{…}}" */
    static Answer list(Contacts contacts, int limit, long page) {
        Json.Object paginator = Json.object()
                .put("total_count", contacts.total())
                .put("total_pages", (contacts.total() + limit - 1) / limit)
                .put("current_page", page)
                .put("limit", limit)
                .build();
        Json data = new Json.Array(
                contacts.page().stream().<Json>map(SonarContact::body).toList());
        return Answer.json(
                200, Json.object().put("data", data).put("paginator", paginator).build());
    }

    static Answer deleted() {
        return data(200, Json.object().put("message", "Contact deleted").build());
    }

    /** The vendor's contacts all have one, and the stock portal stops at one that is blank: what they sign in with stands in for it. */
    static String name(Customer customer) {
        String name = customer.profile().fullName();
        return name.isBlank()
                ? Stream.of(customer.username(), customer.email())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse("Contact " + customer.id())
                : name;
    }

    private static Json.Object body(Customer customer) {
        Profile profile = customer.profile();
        return Json.object()
                .put("id", customer.id())
                .put("name", name(customer))
                .put("role", profile.get("role") == null ? Json.Null.NULL : profile.get("role"))
                .put("email_address", customer.email())
                .put("phone_numbers", ContactPhones.of(profile))
                .put(
                        "email_message_categories",
                        profile.get("emailMessageCategories") instanceof Json.Array ids
                                ? ids
                                : new Json.Array(List.of()))
                .put("primary", customer.primary())
                .put("username", customer.username())
                .build();
    }

    private static Json.Builder withIds(Json.Builder data, Customer customer) {
        return data.put("email_address", customer.email())
                .put("account_id", customer.accountId())
                .put("contact_id", customer.id())
                .put("username", customer.username());
    }

    private static Answer data(int status, Json.Object data) {
        return Answer.json(status, Json.object().put("data", data).build());
    }
}
