package io.vestibule.transfer;

import io.vestibule.customer.Profile;
import io.vestibule.json.Json;
import java.util.Map;

/** First and last names, which systems have in parts, whole, or both. */
final class Names {
    private Names() {}

    /** Takes the parts of a record where it has one; else the whole, unless it is only a login told again. */
    static void put(Mapped.Builder mapped, Json.Object record, String first, String last, String whole) {
        mapped.put("firstName", first, record.get(first)).put("lastName", last, record.get(last));
        if (!mapped.has("firstName") && !mapped.has("lastName")) {
            whole(mapped, whole, Values.text(record, whole));
        }
    }

    /** Takes a whole name apart. */
    static void whole(Mapped.Builder mapped, String theirs, String name) {
        if (name.isBlank() || mapped.isLogin(name)) {
            return;
        }
        for (Map.Entry<String, Json> part : Profile.EMPTY.renamed(name).entrySet()) {
            mapped.put(part.getKey(), theirs, part.getValue());
        }
    }
}
