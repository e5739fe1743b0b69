package io.vestibule.admin;

import static io.vestibule.operator.Action.PORTAL_CHANGE;
import static io.vestibule.operator.Action.PORTAL_CREATE;
import static io.vestibule.operator.Action.PORTAL_READ;

import io.vestibule.administration.ActAsAdministration;
import io.vestibule.administration.LanguageCode;
import io.vestibule.administration.PasskeyAdministration;
import io.vestibule.administration.PasskeyPolicyChanges;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PortalAdministration.Added;
import io.vestibule.administration.PortalAdministration.AllowedAlready;
import io.vestibule.administration.PortalAdministration.BadSchema;
import io.vestibule.administration.PortalAdministration.Done;
import io.vestibule.administration.PortalAdministration.NameTaken;
import io.vestibule.administration.PortalAdministration.NoJson;
import io.vestibule.administration.PortalAdministration.NotAllowed;
import io.vestibule.administration.PortalAdministration.PlainHttp;
import io.vestibule.administration.PortalAdministration.SetResult;
import io.vestibule.administration.PortalAdministration.TooManySites;
import io.vestibule.administration.PortalAdministration.UnknownPortal;
import io.vestibule.administration.PortalName;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.administration.Sender;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.Portal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Portals, where their links may lead, and what their profiles hold. */
final class PortalResources {
    private static final String NAME_RULE = "must be one line of at most " + PortalName.LONGEST + " characters";
    private static final String LANGUAGE_RULE = "must be a language's two letters (ISO 639-1)";
    private static final AllowedUrl PLACEHOLDER = AllowedUrl.of("https://vestibule.invalid/");

    private final PortalAdministration portals;
    private final PasskeyPolicyResource passkeys;
    private final ActAsAdministration actAs;
    private final Changes changes;

    PortalResources(
            PortalAdministration portals, PasskeyAdministration passkeys, ActAsAdministration actAs, Changes changes) {
        this.portals = portals;
        this.actAs = actAs;
        this.passkeys = new PasskeyPolicyResource(passkeys);
        this.changes = changes;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/portals", PORTAL_READ, this::list),
                AdminRoute.post("/portals", PORTAL_CREATE, this::add),
                AdminRoute.get("/portals/{portal}", PORTAL_READ, call -> Changes.shown(json(call.portal()))),
                AdminRoute.patch("/portals/{portal}", PORTAL_CHANGE, this::change),
                AdminRoute.get("/portals/{portal}/allowed-urls", PORTAL_READ, this::urls),
                AdminRoute.post("/portals/{portal}/allowed-urls", PORTAL_CHANGE, this::allow),
                AdminRoute.delete("/portals/{portal}/allowed-urls", PORTAL_CHANGE, this::disallow),
                AdminRoute.get(
                        "/portals/{portal}/profile-schema", PORTAL_READ, call -> Changes.shown(schema(call.portal()))),
                AdminRoute.put("/portals/{portal}/profile-schema", PORTAL_CHANGE, this::setSchema)
                        .withUpload(ProfileSchema.LARGEST));
    }

    private Answer list(Call call) {
        Page page = call.page();
        return page.of(
                portals.list(
                        page.afterId(), page.read(), call.principal().portals().ids()),
                this::json,
                portal -> Json.of(portal.id()));
    }

    private Optional<Json> json(long portal) {
        return portals.portal(portal).map(this::json);
    }

    private Json json(Portal portal) {
        return Json.object()
                .put("id", portal.id())
                .put("name", portal.name())
                .put("parent", portal.parentId() == 0 ? Json.Null.NULL : Json.of(portal.parentId()))
                .put("language", portal.language())
                .put("sender", portals.sender(portal.id()).orElse(null))
                .put("hardened", portal.hardened())
                .put("actAs", Values.bool(actAs.isOn(portal.id())))
                .put("passkeys", PasskeyPolicyResource.json(portal.passkeys()))
                .put("allowedUrls", Values.list(portal.allowedUrls(), url -> Json.of(url.url())))
                .build();
    }

    private Answer add(Call call) {
        Body body = call.body();
        PortalName name = body.required("name", PortalName::parse, NAME_RULE, new PortalName("x"));
        Long parent = body.number("parent", 1, Long.MAX_VALUE / 10);
        LanguageCode language = body.parsed("language", LanguageCode::parse, LANGUAGE_RULE);
        body.checked();
        return switch (portals.add(
                name,
                parent == null ? 0 : parent,
                language == null ? new LanguageCode("en") : language,
                call.context())) {
            case Added(long portal) ->
                Changes.shown(201, json(portal).orElseThrow()).with("Location", AdminSite.ROOT + "/portals/" + portal);
            case UnknownPortal(long unknown) ->
                throw AdminProblem.invalid("/parent", "is no portal").thrown();
            case NameTaken() -> throw nameTaken();
        };
    }

    private static AdminProblem.Thrown nameTaken() {
        return AdminProblem.conflict("Another portal has the name.").thrown();
    }

    private Answer change(Call call) {
        long portal = call.portal();
        Body body = call.body();
        body.neverCleared("name", "language", "hardened", "actAs", "passkeys");
        PortalName name = body.parsed("name", PortalName::parse, NAME_RULE);
        LanguageCode language = body.parsed("language", LanguageCode::parse, LANGUAGE_RULE);
        boolean noSender = body.clears("sender");
        Sender sender = body.parsed("sender", Sender::parse, "must be a mailbox, such as Example <mail@example.com>");
        Boolean hardened = body.bool("hardened");
        Boolean actedFor = body.bool("actAs");
        PasskeyPolicyChanges policy = PasskeyPolicyResource.read(body);
        body.checked();
        AuditContext context = call.context();
        return changes.change(call, PreconditionStore.Resource.PORTAL, portal, () -> json(portal), () -> {
            if (name != null) {
                rename(portal, name, context);
            }
            if (language != null) {
                check(portals.setLanguage(portal, language, context));
            }
            if (noSender || sender != null) {
                check(portals.setSender(portal, sender, context));
            }
            if (hardened != null) {
                check(portals.harden(portal, hardened, context));
            }
            if (actedFor != null) {
                actAs.set(portal, actedFor, context);
            }
            if (policy != null) {
                passkeys.set(portal, policy, context);
            }
        });
    }

    private void rename(long portal, PortalName name, AuditContext context) {
        switch (portals.rename(portal, name, context)) {
            case Done() -> {}
            case NameTaken() -> throw nameTaken();
            case UnknownPortal(long unknown) -> throw AdminProblem.notFound().thrown();
        }
    }

    private static void check(SetResult result) {
        switch (result) {
            case Done() -> {}
            case UnknownPortal(long unknown) -> throw AdminProblem.notFound().thrown();
        }
    }

    private Answer urls(Call call) {
        Portal portal = portals.portal(call.portal())
                .orElseThrow(() -> AdminProblem.notFound().thrown());
        Json items = Values.list(
                portal.allowedUrls(),
                url -> Json.object()
                        .put("url", url.url())
                        .put("origin", url.origin())
                        .build());
        return Answer.json(200, Json.object().put("items", items).build());
    }

    private Answer allow(Call call) {
        long portal = call.portal();
        Body body = call.body();
        AllowedUrl allowed = body.required(
                "url",
                PortalResources::url,
                "must be a URL such as https://host/path/, without query and fragment",
                PLACEHOLDER);
        body.checked();
        Answer answer = Answer.json(
                201,
                Json.object()
                        .put("url", allowed.url())
                        .put("origin", allowed.origin())
                        .build());
        return switch (portals.allow(portal, allowed, call.context())) {
            case Done() -> answer;
            case AllowedAlready() -> answer;
            case PlainHttp() ->
                throw AdminProblem.invalid("/url", "must be https").thrown();
            case TooManySites(int most) ->
                throw AdminProblem.conflict("The allowed URLs would be of more than " + most
                                + " sites beside that of the portal's passkeys: browsers take no more.")
                        .thrown();
            case UnknownPortal(long unknown) -> throw AdminProblem.notFound().thrown();
        };
    }

    private static Optional<AllowedUrl> url(String text) {
        try {
            return Optional.of(AllowedUrl.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Answer disallow(Call call) {
        long portal = call.portal();
        AllowedUrl url = call.query("url")
                .flatMap(PortalResources::url)
                .orElseThrow(() -> AdminProblem.notFound().thrown());
        return switch (portals.disallow(portal, url, call.context())) {
            case Done() -> Call.noContent();
            case NotAllowed() -> throw AdminProblem.notFound().thrown();
            case UnknownPortal(long unknown) -> throw AdminProblem.notFound().thrown();
        };
    }

    private Optional<Json> schema(long portal) {
        return portals.portal(portal)
                .map(found -> Json.object()
                        .put(
                                "schema",
                                portals.profileSchema(portal)
                                        .map(text -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                                        .orElse(Json.Null.NULL))
                        .build());
    }

    private Answer setSchema(Call call) {
        long portal = call.portal();
        Body body = call.body();
        boolean none = body.clears("schema");
        Json schema = body.asSent("schema");
        if (schema == null) {
            body.refuse("schema", "is required");
        }
        body.checked();
        return changes.change(call, PreconditionStore.Resource.PORTAL, portal, () -> schema(portal), () -> {
            switch (portals.setProfileSchema(portal, none ? null : String.valueOf(schema), call.context())) {
                case Done() -> {}
                case NoJson(String reason) ->
                    throw AdminProblem.invalid("/schema", reason).thrown();
                case BadSchema(String reason) ->
                    throw AdminProblem.invalid("/schema", reason).thrown();
                case UnknownPortal(long unknown) ->
                    throw AdminProblem.notFound().thrown();
            }
        });
    }
}
