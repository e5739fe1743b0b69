package io.vestibule.admin;

import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How values are written: moments as in RFC 3339, and what isn't there as null. */
final class Values {
    private Values() {}

    static Json moment(@Nullable Instant moment) {
        return moment == null ? Json.Null.NULL : Json.of(moment.toString());
    }

    static Json number(@Nullable Long number) {
        return number == null ? Json.Null.NULL : Json.of(number.longValue());
    }

    static Json bool(@Nullable Boolean value) {
        return value == null ? Json.Null.NULL : Json.of(value.booleanValue());
    }

    static <T> Json list(Collection<T> things, Function<T, Json> json) {
        return new Json.Array(things.stream().map(json).toList());
    }

    static Json texts(Collection<String> texts) {
        return list(texts, Json::of);
    }

    /** Ids; null for all portals. */
    static Json portals(PortalScope scope) {
        List<Long> ids = scope.ids();
        return ids == null ? Json.Null.NULL : list(ids, id -> Json.of(id.longValue()));
    }
}
