package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.EmailAddress;
import io.vestibule.operator.Operator;
import io.vestibule.operator.OperatorChanges;
import io.vestibule.operator.OperatorPasskey;
import io.vestibule.operator.OperatorPasskeyStore;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.operator.OperatorSetup;
import io.vestibule.operator.OperatorSetupStore;
import io.vestibule.operator.OperatorStore;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What an owner does with operators. A new one, or one who lost password or second factor, gets a link that is good once. */
public final class OperatorAdministration {
    /** How long a link is good. */
    public static final Duration LINK_LIFE = Duration.ofHours(24);

    private final OperatorStore store;
    private final OperatorSetupStore setups;
    private final OperatorSessionStore sessions;
    private final OperatorPasskeyStore passkeys;
    private final PortalStore portals;
    private final URI publicUrl;

    public OperatorAdministration(
            OperatorStore store,
            OperatorSetupStore setups,
            OperatorSessionStore sessions,
            OperatorPasskeyStore passkeys,
            PortalStore portals,
            URI publicUrl) {
        this.store = store;
        this.setups = setups;
        this.sessions = sessions;
        this.passkeys = passkeys;
        this.portals = portals;
        this.publicUrl = publicUrl;
    }

    /** How making an operator ended. */
    public sealed interface AddResult {}

    /** How changing, disabling, enabling or deleting an operator ended. */
    public sealed interface ChangeResult {}

    /** How making a link ended. */
    public sealed interface ResetResult {}

    /**
     * They are there.
     *
     * @param link by which they set password and second factor; shown this once
     */
    public record Added(long operator, Secret link) implements AddResult {}

    /** The link is made; the one before is void. */
    public record Issued(Secret link) implements ResetResult {}

    /** It is as it was asked for. */
    public record Done() implements ChangeResult {}

    /** Another operator has the address. */
    public record EmailTaken() implements AddResult, ChangeResult {}

    /** Nobody would be left who may manage operators: an owner of all portals who isn't disabled. */
    public record LastOwner() implements ChangeResult {}

    /** There is no such operator. */
    public record UnknownOperator() implements ChangeResult, ResetResult {}

    /** There is no such portal. */
    public record UnknownPortal(long portal) implements AddResult, ChangeResult {}

    /** The operators behind an id in the order of ids, at most so many. */
    public List<Operator> list(long after, int limit) {
        return store.list(after, limit);
    }

    /** The operator with this id. */
    public Optional<Operator> byId(long id) {
        return store.byId(id);
    }

    /** The operator who signs in with this address. */
    public Optional<Operator> byEmail(String email) {
        return store.byEmail(email);
    }

    /** Makes an operator. */
    public AddResult add(EmailAddress email, String name, Role role, PortalScope scope, AuditContext context) {
        Optional<Long> unknown = portals.firstUnknown(scope.ids());
        if (unknown.isPresent()) {
            return new UnknownPortal(unknown.get());
        }
        return store.add(email.value(), name, role, scope, context)
                .<AddResult>map(id -> new Added(id, link(id, context).orElseThrow()))
                .orElseGet(EmailTaken::new);
    }

    /** Changes who an operator is and what they may do, from their next request on. */
    public ChangeResult set(long operator, OperatorChanges changes, AuditContext context) {
        Optional<Long> unknown = changes.portals() == null
                ? Optional.empty()
                : portals.firstUnknown(changes.portals().ids());
        return unknown.isPresent() ? new UnknownPortal(unknown.get()) : result(store.set(operator, changes, context));
    }

    /** Keeps an operator from signing in, and ends their sessions at once. */
    public ChangeResult disable(long operator, AuditContext context) {
        return result(store.disable(operator, context));
    }

    /** Lets a disabled operator sign in again, and ends a lock. */
    public ChangeResult enable(long operator, AuditContext context) {
        return result(store.enable(operator, context));
    }

    /** Deletes an operator; the audit still names them. */
    public ChangeResult delete(long operator, AuditContext context) {
        return result(store.delete(operator, context));
    }

    private static ChangeResult result(OperatorStore.Changed changed) {
        return switch (changed) {
            case DONE -> new Done();
            case EMAIL_TAKEN -> new EmailTaken();
            case LAST_OWNER -> new LastOwner();
            case UNKNOWN -> new UnknownOperator();
        };
    }

    /**
     * Makes a link by which an operator sets password and second factor anew. Until it is used, the former ones are good; then none of them,
     * no passkey either.
     */
    public ResetResult reset(long operator, AuditContext context) {
        return link(operator, context).<ResetResult>map(Issued::new).orElseGet(UnknownOperator::new);
    }

    private Optional<Secret> link(long operator, AuditContext context) {
        String token = Tokens.random();
        return setups.issue(operator, token, LINK_LIFE, context)
                ? Optional.of(Secret.of(publicUrl + OperatorSetup.PATH + token))
                : Optional.empty();
    }

    /** The sessions of an operator that are alive, the newest first. */
    public List<OperatorSessionStore.Session> sessions(long operator) {
        return sessions.list(operator);
    }

    /** Ends one session of an operator; false if there is none of that id. */
    public boolean endSession(long operator, UUID session, AuditContext context) {
        return sessions.end(operator, session, context);
    }

    /** Ends all sessions of an operator; how many that were. */
    public int endSessions(long operator, AuditContext context) {
        return sessions.endAll(operator, context);
    }

    /** The passkeys of an operator, the oldest first. */
    public List<OperatorPasskey> passkeys(long operator) {
        return passkeys.list(operator);
    }

    /** Removes a passkey of an operator, unless it is the last second factor that they have. */
    public OperatorPasskeyStore.Removed removePasskey(long operator, long passkey, AuditContext context) {
        return passkeys.remove(operator, passkey, context);
    }
}
