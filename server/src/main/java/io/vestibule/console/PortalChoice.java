package io.vestibule.console;

import io.vestibule.http.Ids;
import io.vestibule.operator.PortalScope;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which of their portals an operator looks at. An id that was typed counts more than what was chosen from the list.
 *
 * @param portal  null for all of theirs
 * @param unknown the id that was typed, and that no portal of theirs has; null for none
 */
record PortalChoice(@Nullable Long portal, @Nullable String unknown) {
    private static final String LISTED = "portal";
    private static final String TYPED = "portal-id";

    /**
     * What was sent: another's portal is none of theirs.
     *
     * @param sent     a field of what was sent; empty where it is missing
     * @param isThere whether there is such a portal
     */
    static PortalChoice of(PortalScope scope, UnaryOperator<String> sent, LongPredicate isThere) {
        String typed = sent.apply(TYPED).strip();
        Optional<Long> meant = theirs(typed, scope, isThere);
        List<Long> ids = scope.ids();
        Long only = ids != null && ids.size() == 1 ? ids.getFirst() : null;
        return new PortalChoice(
                meant.or(() -> theirs(sent.apply(LISTED), scope, isThere)).orElse(only),
                typed.isEmpty() || meant.isPresent() ? null : typed);
    }

    private static Optional<Long> theirs(String id, PortalScope scope, LongPredicate isThere) {
        return Ids.id(id).filter(portal -> scope.covers(portal) && isThere.test(portal));
    }

    /** The same for a page that is about one portal. */
    PortalChoice about(long subject) {
        return new PortalChoice(subject, unknown);
    }
}
