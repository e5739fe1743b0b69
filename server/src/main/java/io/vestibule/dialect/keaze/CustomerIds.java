package io.vestibule.dialect.keaze;

import io.vestibule.http.Request;
import java.util.Optional;

/** The {@code {id}} of a magic link's route. */
final class CustomerIds {
    private CustomerIds() {}

    /** The id; empty where the segment can't be one. */
    static Optional<Long> of(Request request) {
        String id = request.segment("id");
        return id.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(id)) : Optional.empty();
    }
}
