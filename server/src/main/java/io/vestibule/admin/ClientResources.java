package io.vestibule.admin;

import static io.vestibule.operator.Action.CLIENT_CHANGE;
import static io.vestibule.operator.Action.CLIENT_READ;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientAdministration.AddResult;
import io.vestibule.administration.ClientAdministration.Changed;
import io.vestibule.administration.ClientAdministration.Details;
import io.vestibule.administration.ClientAdministration.Disabled;
import io.vestibule.administration.ClientAdministration.Issued;
import io.vestibule.administration.ClientAdministration.NameTaken;
import io.vestibule.administration.ClientAdministration.NoSecret;
import io.vestibule.administration.ClientAdministration.Refused;
import io.vestibule.administration.ClientAdministration.Registered;
import io.vestibule.administration.ClientAdministration.UnknownClient;
import io.vestibule.administration.ClientAdministration.UnknownPortal;
import io.vestibule.administration.ClientName;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.config.Cidr;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Dialect;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** API clients, applications of OpenID Connect among them. A secret is in the answer that made it, and in no other. */
final class ClientResources {
    private static final String DIALECT_RULE =
            "must be one of " + Dialect.OF_CLIENTS.stream().map(Dialect::label).collect(Collectors.joining(", "));
    private static final String NAME_RULE = "must be of 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-'";
    private static final long LONGEST_OVERLAP = Duration.ofDays(30).toSeconds();

    private final ClientAdministration clients;
    private final PortalAdministration portals;
    private final Changes changes;

    ClientResources(ClientAdministration clients, PortalAdministration portals, Changes changes) {
        this.clients = clients;
        this.portals = portals;
        this.changes = changes;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/portals/{portal}/clients", CLIENT_READ, this::list),
                AdminRoute.post("/portals/{portal}/clients", CLIENT_CHANGE, this::add),
                AdminRoute.get(
                        "/clients/{client}",
                        CLIENT_READ,
                        call -> Changes.shown(json(client(call).name()))),
                AdminRoute.patch("/clients/{client}", CLIENT_CHANGE, this::change),
                AdminRoute.post("/clients/{client}/rotate", CLIENT_CHANGE, this::rotate),
                AdminRoute.post("/clients/{client}/disable", CLIENT_CHANGE, this::disable));
    }

    private Answer list(Call call) {
        long portal = call.portal();
        if (portals.portal(portal).isEmpty()) {
            throw AdminProblem.notFound().thrown();
        }
        Page page = call.page();
        return page.of(
                clients.list(portal, page.afterId(), page.read()),
                ClientResources::json,
                listed -> Json.of(listed.client().id()));
    }

    private static Json json(ApiClientStore.Listed listed) {
        return json(listed.client(), listed.disabled()).build();
    }

    private static Json.Builder json(ApiClient client, boolean disabled) {
        return Json.object()
                .put("name", client.name())
                .put("portal", client.portalId())
                .put(
                        "scopes",
                        Values.texts(client.dialects().stream()
                                .map(Dialect::label)
                                .sorted()
                                .toList()))
                .put("networks", Values.list(client.networks(), network -> Json.of(network.toString())))
                .put("disabled", disabled);
    }

    /** The client in the path, which is of a portal of theirs. */
    private ApiClient client(Call call) {
        ApiClient client = clients.details(call.request().segment("client"))
                .orElseThrow(() -> AdminProblem.notFound().thrown())
                .client();
        call.in(client.portalId());
        return client;
    }

    private Optional<Json> json(String name) {
        return clients.details(name).map(ClientResources::json);
    }

    private static Json json(Details details) {
        return json(details.client(), details.disabled())
                .put(
                        "oauth",
                        details.metadata() == null ? Json.Null.NULL : ClientMetadataJson.write(details.metadata()))
                .build();
    }

    private Answer add(Call call) {
        long portal = call.portal();
        Body body = call.body();
        ClientName name = body.required("name", ClientName::parse, NAME_RULE, new ClientName("x"));
        Set<Dialect> dialects = new HashSet<>(or(body.texts("scopes", ClientResources::dialect, DIALECT_RULE)));
        List<Cidr> networks =
                or(body.texts("networks", ClientResources::network, "must be a network such as 10.0.0.0/8"));
        Body oauth = body.object("oauth");
        ClientMetadataJson metadata = oauth == null ? null : ClientMetadataJson.read(oauth);
        if (oauth != null) {
            dialects.add(Dialect.OPENID);
        } else if (dialects.contains(Dialect.OPENID)) {
            body.refuse("oauth", "is required for a client that speaks openid");
        } else if (dialects.isEmpty()) {
            body.refuse("scopes", "is required");
        }
        body.checked();
        AddResult result = metadata == null
                ? clients.add(name, portal, dialects, networks, call.context())
                : clients.register(name, portal, dialects, networks, metadata.added(), call.context());
        return switch (result) {
            case Issued(Secret secret) -> made(name, secret);
            case Registered() -> made(name, null);
            case UnknownPortal(long unknown) -> throw AdminProblem.notFound().thrown();
            case NameTaken() ->
                throw AdminProblem.conflict("Another client has the name.").thrown();
            case Refused(String reason) ->
                throw AdminProblem.invalid("", reason).thrown();
        };
    }

    private static <T> List<T> or(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Optional<Dialect> dialect(String label) {
        return Dialect.OF_CLIENTS.stream()
                .filter(dialect -> dialect.label().equals(label))
                .findFirst();
    }

    private static Optional<Cidr> network(String text) {
        try {
            return Optional.of(Cidr.parse(text));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private Answer made(ClientName name, @Nullable Secret secret) {
        Json client = json(name.value()).orElseThrow();
        Json body = Json.object()
                .put("client", client)
                .put("secret", secret == null ? null : secret.reveal())
                .build();
        return Answer.json(201, body).with("Location", AdminSite.ROOT + "/clients/" + name.value());
    }

    private Answer change(Call call) {
        ApiClient client = client(call);
        Body body = call.body();
        Body oauth = body.object("oauth");
        if (oauth == null) {
            body.refuse("oauth", "is required: nothing else of a client changes");
        }
        ClientMetadataJson metadata = oauth == null ? null : ClientMetadataJson.read(oauth);
        body.checked();
        return changes.change(call, PreconditionStore.Resource.CLIENT, client.id(), () -> json(client.name()), () -> {
            switch (clients.change(
                    client.name(), before -> metadata == null ? before : metadata.over(before), call.context())) {
                case Changed changed -> {}
                case Refused(String reason) ->
                    throw AdminProblem.invalid("/oauth", reason).thrown();
                case UnknownClient() ->
                    throw AdminProblem.conflict("The client is disabled, or none of OpenID Connect.")
                            .thrown();
            }
        });
    }

    private Answer rotate(Call call) {
        ApiClient client = client(call);
        Body body = call.body();
        Long overlap = body.number("overlapSeconds", 0, LONGEST_OVERLAP);
        body.checked();
        Duration kept = overlap == null ? Duration.ofHours(24) : Duration.ofSeconds(overlap);
        return switch (clients.rotate(client.name(), kept, call.context())) {
            case Issued(Secret secret) ->
                Answer.json(200, Json.object().put("secret", secret.reveal()).build());
            case NoSecret() ->
                throw AdminProblem.conflict("The client has no secret.").thrown();
            case UnknownClient() ->
                throw AdminProblem.conflict("The client is disabled.").thrown();
        };
    }

    private Answer disable(Call call) {
        ApiClient client = client(call);
        return switch (clients.disable(client.name(), call.context())) {
            case Disabled() -> Changes.shown(json(client.name()));
            case UnknownClient() -> throw AdminProblem.notFound().thrown();
        };
    }
}
