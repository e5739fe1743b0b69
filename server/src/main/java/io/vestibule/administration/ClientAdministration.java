package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.config.Cidr;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.OAuthClientStore;
import io.vestibule.oauth.OAuthClientStore.Change;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Callers;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an operator does with API clients. A secret is in the result that made it, and nowhere else: the store has a hash. */
public final class ClientAdministration {
    private final PortalStore portals;
    private final ApiClientStore clients;
    private final OAuthClientStore oauthClients;
    private final Callers callers;
    private final SigningKeys signingKeys;
    private final ClientRules rules;

    public ClientAdministration(
            PortalStore portals,
            ApiClientStore clients,
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

    /** How disabling a client ended. */
    public sealed interface DisableResult {}

    /** The client has this secret. */
    public record Issued(Secret secret) implements AddResult, RotateResult {}

    /** The client is there, and has no secret. */
    public record Registered() implements AddResult {}

    /** The client is so now. */
    public record Changed(OAuthClient client) implements ChangeResult {}

    /** The client is disabled, for good. */
    public record Disabled() implements DisableResult {}

    /** There is no such portal. */
    public record UnknownPortal(long portal) implements AddResult {}

    /** Another client has the name. */
    public record NameTaken() implements AddResult {}

    /** There can be no such client, for a reason that is a sentence. */
    public record Refused(String reason) implements AddResult, ChangeResult {}

    /** No client has the name, or it is disabled and shall have no secret; to be changed, it has to be one of OpenID Connect. */
    public record UnknownClient() implements ChangeResult, RotateResult, DisableResult {}

    /** The client has no secret: it is public, or signs with a key of its own. */
    public record NoSecret() implements RotateResult {}

    /** Every client with whether it is disabled, by name. */
    public List<ApiClientStore.Listed> list() {
        return clients.list();
    }

    /** The clients of a portal behind an id in the order of ids, at most so many. */
    public List<ApiClientStore.Listed> list(long portal, long after, int limit) {
        return clients.list(portal, after, limit);
    }

    /**
     * A client.
     *
     * @param metadata null for one that isn't of OpenID Connect
     */
    public record Details(
            ApiClient client, boolean disabled, @Nullable ClientMetadata metadata) {}

    /** The client of that name. */
    public Optional<Details> details(String name) {
        return clients.find(name)
                .map(listed -> new Details(
                        listed.client(),
                        listed.disabled(),
                        oauthClients
                                .stored(name)
                                .map(stored -> stored.client().metadata())
                                .orElse(null)));
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

    /** Changes a client of OpenID Connect. One that gets a method without a secret loses its own. */
    public ChangeResult change(String name, UnaryOperator<ClientMetadata> change, AuditContext context) {
        ChangeResult result = oauthClients.change(
                name,
                found -> found.map(client -> changed(client, change))
                        .orElseGet(() -> new Change<>(new UnknownClient(), null)),
                context);
        if (result instanceof Changed(OAuthClient client)) {
            prepareKey(client.metadata());
        }
        return result;
    }

    private Change<ChangeResult> changed(OAuthClient client, UnaryOperator<ClientMetadata> change) {
        ClientMetadata metadata = change.apply(client.metadata());
        OAuthClient changed = new OAuthClient(client.client(), metadata);
        return rules.objection(client.metadata(), changed)
                .map(reason -> new Change<ChangeResult>(new Refused(reason), null))
                .orElseGet(() -> new Change<>(
                        new Changed(changed),
                        metadata.changedMembers(client.metadata()).isEmpty() ? null : metadata));
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

    /** Disables a client for good: within a second no node answers it. */
    public DisableResult disable(String name, AuditContext context) {
        return clients.disable(name, context) ? new Disabled() : new UnknownClient();
    }
}
