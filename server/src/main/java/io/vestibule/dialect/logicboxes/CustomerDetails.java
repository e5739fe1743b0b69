package io.vestibule.dialect.logicboxes;

import io.vestibule.customer.Customer;
import io.vestibule.customer.PhoneNumber;
import io.vestibule.customer.Profile;
import io.vestibule.json.Json;
import io.vestibule.portal.Portal;
import java.util.Objects;
import java.util.Set;

/** A customer in the vendor's words. Every value is a string, {@code ""} where nothing is set. */
final class CustomerDetails {
    private static final Set<String> OPTIONAL = Set.of("address2", "address3");

    private CustomerDetails() {}

    /** The details map of the page: all 23 keys, always. */
    static Json.Object of(Customer customer, Portal portal) {
        return page(customer, portal).build();
    }

    /**
     * The details map of the neighbouring calls: what clients read beside the 23 keys, and the other numbers that there are. Address lines
     * that aren't set are left out, as the vendor does.
     */
    static Json.Object lookedUp(Customer customer, Portal portal) {
        Json.Builder details = Json.object();
        whole(customer, portal).fields().forEach((key, value) -> {
            if (!(OPTIONAL.contains(key) && value.equals(Json.of("")))) {
                details.put(key, value);
            }
        });
        return details.build();
    }

    private static Json.Object whole(Customer customer, Portal portal) {
        Json.Builder details = page(customer, portal)
                .put("other_state", "")
                .put("salescontactid", "0")
                .put("websitecount", "0")
                .put("ispasswdexpired", Boolean.toString(customer.temporaryPassword()))
                .put("twofactorsmsauth_enabled", "false")
                .put("twofactorgoogleauth_enabled", Boolean.toString(customer.secondFactor()));
        number(details, "mobileno", customer.profile().text("mobile"));
        number(details, "alttelno", customer.profile().text("alternativePhone"));
        number(details, "faxno", customer.profile().text("fax"));
        return details.build();
    }

    /** What a search shows of a customer. */
    static Json.Object found(Customer customer, Portal portal) {
        Json.Builder found = Json.object();
        Json.Object details = whole(customer, portal);
        for (String key : new String[] {
            "customerid",
            "username",
            "resellerid",
            "name",
            "company",
            "telnocc",
            "telno",
            "city",
            "state",
            "country",
            "creationdt",
            "customerstatus",
            "totalreceipts",
            "websitecount"
        }) {
            found.put("customer." + key, details.text(key).orElse(""));
        }
        return found.build();
    }

    private static Json.Builder page(Customer customer, Portal portal) {
        Profile profile = customer.profile();
        String email = Objects.requireNonNullElse(customer.email(), "");
        PhoneNumber.Parts phone = PhoneNumber.parts(profile.text("phone"));
        return Json.object()
                .put("customerid", Long.toString(customer.id()))
                .put("username", username(customer))
                .put("resellerid", Long.toString(portal.id()))
                .put("parentid", Long.toString(portal.parentId()))
                .put("name", profile.fullName())
                .put("company", profile.text("company"))
                .put("useremail", email)
                .put("telnocc", phone.countryCode())
                .put("telno", phone.number())
                .put("address1", profile.text("homeAddress"))
                .put("address2", profile.text("addressLine2"))
                .put("address3", profile.text("addressLine3"))
                .put("city", profile.text("city"))
                .put("state", profile.text("state"))
                .put("country", profile.text("country"))
                .put("zip", profile.text("homePostcode"))
                .put("pin", profile.text("pin"))
                .put("creationdt", Long.toString(customer.createdAt().getEpochSecond()))
                .put("customerstatus", customer.disabled() ? "Suspended" : "Active")
                .put("salesrepresentative", profile.text("salesRepresentative"))
                .put("langpref", language(customer, portal))
                .put("totalreceipts", receipts(profile.text("totalReceipts")))
                .put("twofactorauth_enabled", Boolean.toString(customer.secondFactor()));
    }

    /** What the customer signs in as here: the username, else the address. */
    static String username(Customer customer) {
        return Objects.requireNonNullElse(customer.username(), Objects.requireNonNullElse(customer.email(), ""));
    }

    /** The language of the customer's mail. */
    static String language(Customer customer, Portal portal) {
        return Objects.requireNonNullElse(customer.language(), portal.language());
    }

    /** Always with decimals: clients read a number. */
    private static String receipts(String stored) {
        if (!stored.matches("[0-9]+(\\.[0-9]+)?")) {
            return "0.0";
        }
        return stored.contains(".") ? stored : stored + ".0";
    }

    /** Left out where there is none: clients build a number of whatever is there. */
    private static void number(Json.Builder details, String key, String stored) {
        if (!stored.isEmpty()) {
            PhoneNumber.Parts parts = PhoneNumber.parts(stored);
            details.put(key + "cc", parts.countryCode()).put(key, parts.number());
        }
    }
}
