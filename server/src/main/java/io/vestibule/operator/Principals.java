package io.vestibule.operator;

import io.vestibule.audit.Actor;
import io.vestibule.audit.AuditContext;
import io.vestibule.guard.Network;
import io.vestibule.secret.Secret;
import java.util.Optional;
import java.util.UUID;

/** Makes sure who asks to administer. */
public final class Principals {
    private final ApiKeyStore keys;
    private final OperatorSessionStore sessions;

    public Principals(ApiKeyStore keys, OperatorSessionStore sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    /**
     * Where a request comes from.
     *
     * @param channel {@code admin} for the API, {@code console} for the pages: what the audit has as dialect
     * @param request the request's id
     */
    public record Origin(String channel, Network network, String request) {}

    /** Whose API key it is; empty for an unknown, expired or revoked one. */
    public Optional<Principal> byApiKey(Secret key, Origin origin) {
        return ApiKeyText.parse(key.reveal())
                .flatMap(keys::use)
                .map(found -> new Principal(
                        Principal.Kind.API_KEY,
                        found.id(),
                        found.name(),
                        found.role(),
                        found.portals(),
                        null,
                        true,
                        context(Actor.API_KEY, found.id(), found.name(), origin)));
    }

    /**
     * Whose session it is, at this moment; empty if it is over, or its operator disabled.
     *
     * @param cookie the value of the {@link ConsoleCookie}
     */
    public Optional<Principal> bySession(String cookie, Origin origin) {
        return sessions.find(cookie).map(found -> of(found.operator(), found.session(), found.fresh(), origin));
    }

    /**
     * Whether an operator is still who they were when they asked: their session alive, and role and portals the same. Watching keeps no
     * session alive, as a request does.
     */
    public boolean holds(Principal principal) {
        return principal.session() != null
                && sessions.holder(principal.session())
                        .filter(now ->
                                now.role() == principal.role() && now.portals().equals(principal.portals()))
                        .isPresent();
    }

    /** An operator who has a session. */
    static Principal of(OperatorSessionStore.Holder operator, UUID session, boolean fresh, Origin origin) {
        return new Principal(
                Principal.Kind.OPERATOR,
                operator.id(),
                operator.name(),
                operator.role(),
                operator.portals(),
                session,
                fresh,
                context(Actor.OPERATOR, operator.id(), operator.name(), origin));
    }

    static AuditContext context(Actor actor, long id, String name, Origin origin) {
        return new AuditContext(
                actor,
                origin.channel(),
                null,
                null,
                origin.network().text(),
                origin.request(),
                new AuditContext.By(id, name),
                null);
    }
}
