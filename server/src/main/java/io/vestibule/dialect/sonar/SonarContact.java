package io.vestibule.dialect.sonar;

import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;

/** A customer as Sonar's page shows a contact. */
final class SonarContact {
    private SonarContact() {}

    /** The success response of the look-up. */
    static Answer lookedUp(Customer customer) {
        return data(withIds(Json.object(), customer));
    }

    /** The success response of the validation. */
    static Answer authenticated(Customer customer) {
        return data(withIds(Json.object().put("contact_name", customer.profile().fullName()), customer));
    }

    private static Json.Builder withIds(Json.Builder data, Customer customer) {
        return data.put("email_address", customer.email())
                .put("account_id", customer.accountId())
                .put("contact_id", customer.id())
                .put("username", customer.username());
    }

    private static Answer data(Json.Builder data) {
        return Answer.json(201, Json.object().put("data", data.build()).build());
    }
}
