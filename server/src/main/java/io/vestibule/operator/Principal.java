package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks to administer, once that is certain: an operator, or a program by an API key. Only {@link Principals} makes one (a test of the
 * layout holds that).
 *
 * @param id      the operator's or the key's
 * @param session the operator's; null for an API key
 * @param fresh   whether an operator proved in the last five minutes that it is them; an API key proves it with each request
 * @param context what events of theirs tell
 */
public record Principal(
        Kind kind,
        long id,
        String name,
        Role role,
        PortalScope portals,
        @Nullable UUID session,
        boolean fresh,
        AuditContext context) {

    /** What they are. */
    public enum Kind {
        OPERATOR,
        API_KEY
    }

    /** Who is counted by limits. */
    public String rateLimitKey() {
        return (kind == Kind.OPERATOR ? "operator " : "api-key ") + id;
    }
}
