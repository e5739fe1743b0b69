package io.vestibule.dialect.keaze;

import io.vestibule.customer.Customer;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.http.FormStructures;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.portal.Portal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The customer resource, and the "customer update fields" of every payload that takes them. */
final class ProfileFields {
    private ProfileFields() {}

    /** Every field; only id and email are never null. */
    static Json.Object resource(Customer customer, ProfileSchema schema) {
        String name = customer.profile().fullName();
        Json.Builder resource = Json.object()
                .put("id", customer.id())
                .put("email", customer.email())
                .put("fullName", name.isEmpty() ? null : name);
        for (String field : schema.shown()) {
            Json value = customer.profile().get(field);
            resource.put(field, value == null ? Json.Null.NULL : value);
        }
        return resource.build();
    }

    /** The profile fields of a registration: all but those that are the call's own. */
    static ProfileChanges forNew(Request request, Portal portal, String... own) {
        Map<String, Json> sent = request.parameters().once().all();
        for (String field : own) {
            sent.remove(field);
        }
        return portal.profile().registration(whole(sent, portal));
    }

    /** The fields of an update. Read-only ones may be sent back as they are. */
    static ProfileChanges forCustomer(Request request, Portal portal, Customer customer) {
        Map<String, Json> sent = request.parameters().once().all();
        Json.Object now = resource(customer, portal.profile());
        Map<String, String> refused = new LinkedHashMap<>();
        for (String readOnly : List.of("id", "email", "fullName")) {
            Json value = sent.remove(readOnly);
            if (value != null && !isUnchanged(value, now.get(readOnly))) {
                refused.put(readOnly, "The " + readOnly + " field can't be changed here.");
            }
        }
        ProfileChanges changes = portal.profile().ownChanges(whole(sent, portal), customer.profile());
        refused.forEach(changes::refuse);
        return changes;
    }

    private static Map<String, Json> whole(Map<String, Json> sent, Portal portal) {
        return FormStructures.gather(sent, portal.profile()::spelled);
    }

    /** A form sends a number as text; an empty string is a missing field. */
    private static boolean isUnchanged(Json sent, @Nullable Json now) {
        return sent.equals(now)
                || (sent instanceof Json.Text(String text)
                        && (text.isEmpty() || (now instanceof Json.Number(String literal) && text.equals(literal))));
    }
}
