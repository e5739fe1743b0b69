package io.vestibule.dialect.keaze;

import io.vestibule.http.Request;
import io.vestibule.mail.Language;
import org.jspecify.annotations.Nullable;

/** The language of a new customer's mail: the one that their browser would be shown our pages in. */
final class Languages {
    private Languages() {}

    /** Null where it doesn't ask for one that we write: then mail is in the portal's. */
    static @Nullable String of(Request request) {
        return request.header("Accept-Language")
                .flatMap(Language::accepted)
                .map(Language::tag)
                .orElse(null);
    }
}
