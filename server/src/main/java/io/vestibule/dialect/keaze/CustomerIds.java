package io.vestibule.dialect.keaze;

import io.vestibule.http.Ids;
import io.vestibule.http.Request;
import java.util.Optional;

/** The {@code {id}} of a magic link's route. */
final class CustomerIds {
    private CustomerIds() {}

    /** The id; empty where the segment can't be one. */
    static Optional<Long> of(Request request) {
        return Ids.id(request.segment("id"));
    }
}
