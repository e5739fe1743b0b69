package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.config.Cidr;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.OAuthClientStore;
import io.vestibule.oauth.OAuthClientStore.Change;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.ApiClientAdministrationStore;
import io.vestibule.portal.ApiClientStore.Listed;
import io.vestibule.portal.Callers;
import io.vestibule.portal.ClientName;
import io.vestibule.portal.Dialect;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import io.vestibule.session.SigningAlgorithm;
import io.vestibule.session.SigningKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator does with API clients. A secret is in the result that made it, and nowhere else: the store has a hash. */
public final class ClientAdministration {
    /** How long the old secret stays good at a rotation, where nobody says. */
    public static final Duration USUAL_OVERLAP = Duration.ofHours(24);

    public static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private final PortalStore portals;
    private final ApiClientAdministrationStore clients;
    private final OAuthClientStore oauthClients;
    private final Callers callers;
    private final SigningKeys signingKeys;
    private final ClientRules rules;

    public ClientAdministration(
            PortalStore portals,
            ApiClientAdministrationStore clients,
            OAuthClientStore oauthClients,
            Callers callers,
            SigningKeys signingKeys,
            ClientRules rules) {
        this.portals = portals;
        this.clients = clients;
        this.oauthClients = oauthClients;
        this.callers = callers;
        this.signingKeys = signingKeys;
        this.rules = rules;
    }

    /** How making a client ended. */
    public sealed interface AddResult {}

    /** How changing a client ended. */
    public sealed interface ChangeResult {}

    /** How giving a client another secret ended. */
    public sealed interface RotateResult {}

    /** How disabling a client, or letting it call again, ended. */
    public sealed interface DisableResult {}

    /** How voiding the secret before the current one ended. */
    public sealed interface VoidResult {}

    /** The client has this secret. */
    public record Issued(Secret secret) implements AddResult, RotateResult {}

    /** The client is there, and has no secret. */
    public record Registered() implements AddResult {}

    /** The client is as it was asked for. */
    public record Done() implements ChangeResult, DisableResult, VoidResult {}

    /** There is no such portal. */
    public record UnknownPortal(long portal) implements AddResult {}

    /** Another client has the name. */
    public record NameTaken() implements AddResult {}

    /** It can't be so, for a reason that is a sentence. */
    public record Refused(String reason) implements AddResult, ChangeResult, RotateResult {}

    /** No client has the name, or it is disabled, and so can be enabled alone; to have metadata, it has to be one of OpenID Connect. */
    public record UnknownClient() implements ChangeResult, RotateResult, DisableResult {}

    /** The client has no secret: it is public, or signs with a key of its own. Or it has none but the current one. */
    public record NoSecret() implements RotateResult, VoidResult {}

    /** Every client, by name. */
    public List<Listed> list() {
        callers.uses().write();
        return clients.list();
    }

    /** The clients of a portal behind an id in the order of ids, at most so many. */
    public List<Listed> list(long portal, long after, int limit) {
        callers.uses().write();
        return clients.list(portal, after, limit);
    }

    /**
     * The clients of a portal whose names begin so, in whatever case, in the order of names; at most so many.
     *
     * @param after the last of the page before; null for the first page
     */
    public List<Listed> search(long portal, String prefix, @Nullable ClientName after, long afterId, int limit) {
        callers.uses().write();
        return prefix.isEmpty() || ClientName.parse(prefix).isPresent()
                ? clients.search(portal, prefix, after == null ? "" : after.value(), afterId, limit)
                : List.of();
    }

    /**
     * A client.
     *
     * @param metadata null for one that isn't of OpenID Connect
     */
    public record Details(Listed listed, @Nullable ClientMetadata metadata) {
        public ApiClient client() {
            return listed.client();
        }
    }

    /** The client of that name. */
    public Optional<Details> details(String name) {
        callers.uses().write();
        return clients.find(name).map(this::details);
    }

    /** The client with this id. */
    public Optional<Details> details(long id) {
        callers.uses().write();
        return clients.find(id).map(this::details);
    }

    private Details details(Listed listed) {
        return new Details(
                listed,
                oauthClients
                        .stored(listed.client().name())
                        .map(stored -> stored.client().metadata())
                        .orElse(null));
    }

    /** Makes a client that speaks no OpenID Connect. It may call from these networks, from anywhere if there are none. */
    public AddResult add(
            ClientName name, long portal, Set<Dialect> dialects, List<Cidr> networks, AuditContext context) {
        if (portals.portal(portal).isEmpty()) {
            return new UnknownPortal(portal);
        }
        Secret secret = Secret.of(Tokens.random());
        return clients.add(portal, name.value(), dialects, networks, callers.hash(secret), context)
                .<AddResult>map(id -> new Issued(secret))
                .orElseGet(NameTaken::new);
    }

    /** Makes a client of OpenID Connect, which may speak other dialects, too. */
    public AddResult register(
            ClientName name,
            long portal,
            Set<Dialect> dialects,
            List<Cidr> networks,
            ClientMetadata metadata,
            AuditContext context) {
        if (portals.portal(portal).isEmpty()) {
            return new UnknownPortal(portal);
        }
        OAuthClient client = new OAuthClient(new ApiClient(0, portal, name.value(), dialects, networks), metadata);
        String objection = rules.objection(client).orElse(null);
        if (objection != null) {
            return new Refused(objection);
        }
        Secret secret = metadata.authMethod().hasSecret() ? Secret.of(Tokens.random()) : null;
        byte[] hash = secret == null ? null : callers.hash(secret);
        if (oauthClients.add(client, hash, context).isEmpty()) {
            return new NameTaken();
        }
        prepareKey(metadata);
        return secret == null ? new Registered() : new Issued(secret);
    }

    /** Changes a client. One that gets a method without a secret loses its own. */
    public ChangeResult change(String name, ClientChanges changes, AuditContext context) {
        Decision decision = oauthClients.change(
                name,
                found -> found.map(before -> decided(before, changes))
                        .orElseGet(() -> new Change<>(new Decision(new UnknownClient(), null), null)),
                context);
        if (decision.metadata() != null) {
            prepareKey(decision.metadata());
        }
        return decision.result() instanceof UnknownClient && changes.metadata() == null
                ? changePlain(name, changes, context)
                : decision.result();
    }

    /** @param metadata null for a client that stays as it is */
    private record Decision(ChangeResult result, @Nullable ClientMetadata metadata) {}

    private Change<Decision> decided(OAuthClient before, ClientChanges changes) {
        OAuthClient after = new OAuthClient(changes.of(before.client()), changes.of(before.metadata()));
        Optional<String> objection = rules.objection(before.metadata(), after);
        if (objection.isPresent()) {
            return new Change<>(new Decision(new Refused(objection.get()), null), null);
        }
        boolean same = after.client().changedMembers(before.client()).isEmpty()
                && after.metadata().changedMembers(before.metadata()).isEmpty();
        return new Change<>(new Decision(new Done(), after.metadata()), same ? null : after);
    }

    /** A client that speaks no OpenID Connect. */
    private ChangeResult changePlain(String name, ClientChanges changes, AuditContext context) {
        Optional<String> objection = changes.dialects() == null ? Optional.empty() : rules.ofPlain(changes.dialects());
        if (objection.isPresent()) {
            return new Refused(objection.get());
        }
        return clients.change(name, changes::of, context)
                .<ChangeResult>map(client -> new Done())
                .orElseGet(UnknownClient::new);
    }

    /** So that it is in the key set before the first ID token is. */
    private void prepareKey(ClientMetadata metadata) {
        boolean rs256 = metadata.idTokenAlgorithm() == SigningAlgorithm.RS256
                || metadata.userInfoAlgorithm() == SigningAlgorithm.RS256;
        if (rs256 && metadata.signsIn()) {
            signingKeys.prepare(SigningAlgorithm.RS256);
        }
    }

    /** Gives a client another secret; the old one is good for {@code overlap}. */
    public RotateResult rotate(String name, Duration overlap, AuditContext context) {
        if (overlap.compareTo(LONGEST_OVERLAP) > 0) {
            return new Refused("The old secret can stay good for " + LONGEST_OVERLAP.toDays() + " days at most.");
        }
        Secret secret = Secret.of(Tokens.random());
        if (clients.rotate(name, callers.hash(secret), overlap, context)) {
            return new Issued(secret);
        }
        return oauthClients
                .stored(name)
                .filter(client -> !client.disabled()
                        && !client.client().metadata().authMethod().hasSecret())
                .<RotateResult>map(client -> new NoSecret())
                .orElseGet(UnknownClient::new);
    }

    /** Voids the secret before the current one, which a rotation left good for a while. */
    public VoidResult voidFormerSecret(String name, AuditContext context) {
        return clients.voidFormerSecret(name, context) ? new Done() : new NoSecret();
    }

    /** Disables a client: within a second no node answers it. */
    public DisableResult disable(String name, AuditContext context) {
        return clients.disable(name, context) ? new Done() : new UnknownClient();
    }

    /** Lets a disabled client call again, with the secret that it had. */
    public DisableResult enable(String name, AuditContext context) {
        return clients.enable(name, context) ? new Done() : new UnknownClient();
    }
}
