package io.vestibule.admin;

import static io.vestibule.operator.Action.CLIENT_CHANGE;
import static io.vestibule.operator.Action.CLIENT_READ;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientAdministration.AddResult;
import io.vestibule.administration.ClientAdministration.DisableResult;
import io.vestibule.administration.ClientAdministration.Done;
import io.vestibule.administration.ClientAdministration.Issued;
import io.vestibule.administration.ClientAdministration.NameTaken;
import io.vestibule.administration.ClientAdministration.NoSecret;
import io.vestibule.administration.ClientAdministration.Refused;
import io.vestibule.administration.ClientAdministration.Registered;
import io.vestibule.administration.ClientAdministration.UnknownClient;
import io.vestibule.administration.ClientAdministration.UnknownPortal;
import io.vestibule.administration.ClientChanges;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.config.Cidr;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.ApiClientStore.Listed;
import io.vestibule.portal.ClientName;
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
    private static final String NETWORK_RULE = "must be a network such as 10.0.0.0/8";
    static final String NAME_RULE = "must be of " + ClientName.RULE;

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
                AdminRoute.get("/clients/{client}/last-use", CLIENT_READ, this::lastUse),
                AdminRoute.post("/clients/{client}/rotate", CLIENT_CHANGE, this::rotate),
                AdminRoute.delete("/clients/{client}/former-secret", CLIENT_CHANGE, this::voidFormerSecret),
                AdminRoute.post(
                        "/clients/{client}/disable",
                        CLIENT_CHANGE,
                        call -> able(call, clients.disable(client(call).name(), call.context()))),
                AdminRoute.post(
                        "/clients/{client}/enable",
                        CLIENT_CHANGE,
                        call -> able(call, clients.enable(client(call).name(), call.context()))));
    }

    private Answer list(Call call) {
        long portal = call.portal();
        if (portals.portal(portal).isEmpty()) {
            throw AdminProblem.notFound().thrown();
        }
        Page page = call.page();
        Optional<String> name = call.query("name");
        if (name.isPresent()) {
            return named(page, portal, name.get());
        }
        return page.of(
                clients.list(portal, page.afterId(), page.read()),
                ClientJson::of,
                listed -> Json.of(listed.client().id()));
    }

    /** Those whose names begin so, in the order of names. */
    private Answer named(Page page, long portal, String prefix) {
        Page.TextKey after = page.afterText();
        ClientName last = after == null ? null : ClientName.parse(after.text()).orElseThrow(Page::malformed);
        return page.of(
                clients.search(portal, prefix, last, after == null ? 0 : after.id(), page.read()),
                ClientJson::of,
                listed ->
                        new Page.TextKey(listed.client().name(), listed.client().id()).json());
    }

    /** The client in the path, which is of a portal of theirs. */
    private Listed listed(Call call) {
        Listed listed = clients.details(call.name("client"))
                .orElseThrow(() -> AdminProblem.notFound().thrown())
                .listed();
        call.in(listed.client().portalId());
        return listed;
    }

    private ApiClient client(Call call) {
        return listed(call).client();
    }

    /** A resource of its own: that a client calls makes no change of it stale. */
    private Answer lastUse(Call call) {
        return Answer.json(
                200,
                Json.object()
                        .put("lastUse", ClientJson.of(listed(call).lastUse()))
                        .build());
    }

    private Optional<Json> json(String name) {
        return clients.details(name).map(ClientJson::of);
    }

    private Answer add(Call call) {
        long portal = call.portal();
        Body body = call.body();
        ClientName name = body.required("name", ClientName::parse, NAME_RULE, new ClientName("x"));
        Set<Dialect> dialects = new HashSet<>(or(body.texts("scopes", ClientResources::dialect, DIALECT_RULE)));
        List<Cidr> networks = or(body.texts("networks", ClientResources::network, NETWORK_RULE));
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
        body.neverCleared("scopes", "networks");
        if (client.dialects().contains(Dialect.OPENID)) {
            body.neverCleared("oauth");
        }
        List<Dialect> dialects = body.texts("scopes", ClientResources::dialect, DIALECT_RULE);
        List<Cidr> networks = body.texts("networks", ClientResources::network, NETWORK_RULE);
        Body oauth = body.object("oauth");
        ClientMetadataJson metadata = oauth == null ? null : ClientMetadataJson.change(oauth);
        body.checked();
        var wanted = new ClientChanges(
                dialects == null ? null : Set.copyOf(dialects), networks, metadata == null ? null : metadata::over);
        return changes.change(call, PreconditionStore.Resource.CLIENT, client.id(), () -> json(client.name()), () -> {
            switch (clients.change(client.name(), wanted, call.context())) {
                case Done() -> {}
                case Refused(String reason) ->
                    throw AdminProblem.invalid(metadata == null ? "" : "/oauth", reason)
                            .thrown();
                case UnknownClient() ->
                    throw AdminProblem.conflict("The client is disabled, or none of OpenID Connect.")
                            .thrown();
            }
        });
    }

    private Answer rotate(Call call) {
        ApiClient client = client(call);
        Body body = call.body();
        Long overlap = body.number("overlapSeconds", 0, ClientAdministration.LONGEST_OVERLAP.toSeconds());
        body.checked();
        Duration kept = overlap == null ? ClientAdministration.USUAL_OVERLAP : Duration.ofSeconds(overlap);
        return switch (clients.rotate(client.name(), kept, call.context())) {
            case Issued(Secret secret) ->
                Answer.json(200, Json.object().put("secret", secret.reveal()).build());
            case Refused(String reason) ->
                throw AdminProblem.invalid("/overlapSeconds", reason).thrown();
            case NoSecret() ->
                throw AdminProblem.conflict("The client has no secret.").thrown();
            case UnknownClient() ->
                throw AdminProblem.conflict("The client is disabled.").thrown();
        };
    }

    private Answer voidFormerSecret(Call call) {
        return switch (clients.voidFormerSecret(client(call).name(), call.context())) {
            case Done() -> Call.noContent();
            case NoSecret() ->
                throw AdminProblem.conflict("The client has no secret but the current one.")
                        .thrown();
        };
    }

    private Answer able(Call call, DisableResult result) {
        return switch (result) {
            case Done() -> Changes.shown(json(client(call).name()));
            case UnknownClient() -> throw AdminProblem.notFound().thrown();
        };
    }
}
