package io.vestibule.dialect.logicboxes;

import io.vestibule.customer.Customer;
import io.vestibule.customer.PhoneNumber;
import io.vestibule.customer.Profile;
import io.vestibule.json.Json;
import io.vestibule.portal.Portal;
import java.util.Objects;

/** The details map of the page: all 23 keys, always, every value a string, {@code ""} where nothing is set. */
final class CustomerDetails {
    private CustomerDetails() {}

    static Json.Object of(Customer customer, Portal portal) {
        Profile profile = customer.profile();
        String email = Objects.requireNonNullElse(customer.email(), "");
        PhoneNumber.Parts phone = PhoneNumber.parts(profile.text("phone"));
        return Json.object()
                .put("customerid", Long.toString(customer.id()))
                .put("username", Objects.requireNonNullElse(customer.username(), email))
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
                .put("langpref", Objects.requireNonNullElse(customer.language(), portal.language()))
                .put("totalreceipts", profile.get("totalReceipts") == null ? "0.0" : profile.text("totalReceipts"))
                .put("twofactorauth_enabled", "false")
                .build();
    }
}
