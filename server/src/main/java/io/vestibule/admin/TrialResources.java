package io.vestibule.admin;

import static io.vestibule.operator.Action.PORTAL_READ;

import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PortalAdministration.UrlTest;
import io.vestibule.administration.SchemaTrial;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.portal.Portal;
import io.vestibule.portal.UrlComparison;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trying what a portal would let before it is changed: a URL of its mail, a schema of its profiles. Nothing is stored. */
final class TrialResources {
    private static final Json NULL = Json.Null.NULL;

    private final PortalAdministration portals;
    private final SchemaTrial schemas;

    TrialResources(PortalAdministration portals, SchemaTrial schemas) {
        this.portals = portals;
        this.schemas = schemas;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.post("/portals/{portal}/allowed-urls/test", PORTAL_READ, this::testUrl),
                AdminRoute.post("/portals/{portal}/profile-schema/check", PORTAL_READ, this::checkSchema)
                        .withUpload(ProfileSchema.LARGEST));
    }

    private Portal portal(Call call) {
        return portals.portal(call.portal())
                .orElseThrow(() -> AdminProblem.notFound().thrown());
    }

    private Answer testUrl(Call call) {
        Portal portal = portal(call);
        Body body = call.body();
        String url = body.requiredText("url");
        body.checked();
        UrlTest test = portals.test(portal, url);
        return Answer.json(
                200,
                Json.object()
                        .put("allowed", test.objection().isEmpty())
                        .put("objection", test.objection().orElse(null))
                        .put("compared", Values.list(test.compared(), TrialResources::json))
                        .build());
    }

    private static Json json(UrlComparison compared) {
        return Json.object()
                .put("url", compared.allowed().url())
                .put("covers", compared.difference() == null)
                .put("difference", compared.difference())
                .build();
    }

    private Answer checkSchema(Call call) {
        Portal portal = portal(call);
        Body body = call.body();
        boolean none = body.clears("schema");
        Json schema = body.asSent("schema");
        if (schema == null) {
            body.refuse("schema", "is required");
        }
        Json sample = body.asSent("sample");
        boolean tried = sample != null && !(sample instanceof Json.Null);
        if (tried && !(sample instanceof Json.Object)) {
            body.refuse("sample", "must be an object");
        }
        body.checked();
        return Answer.json(
                200,
                json(schemas.of(
                        portal.id(),
                        portal.profile(),
                        none ? "" : String.valueOf(schema),
                        tried ? String.valueOf(sample) : "")));
    }

    private static Json json(SchemaTrial.Result result) {
        return switch (result) {
            case SchemaTrial.Result.Usable(var fields, var wrongOfSample, int looked, int wrong, var attributes) ->
                json(
                        null,
                        Values.texts(fields),
                        sentences(wrongOfSample),
                        Json.of(looked),
                        Json.of(wrong),
                        counts(attributes));
            case SchemaTrial.Result.Unusable(String reason, int line) -> json(reason, NULL, NULL, NULL, NULL, NULL);
            case SchemaTrial.Result.BadSample(String reason, int line) -> json(reason, NULL, NULL, NULL, NULL, NULL);
        };
    }

    private static Json json(
            @Nullable String reason, Json fields, Json sample, Json looked, Json wrong, Json attributes) {
        return Json.object()
                .put("usable", reason == null)
                .put("reason", reason)
                .put("fields", fields)
                .put("sample", sample)
                .put("looked", looked)
                .put("wrong", wrong)
                .put("attributes", attributes)
                .build();
    }

    private static Json sentences(Map<String, List<String>> wrong) {
        Json.Builder json = Json.object();
        wrong.forEach((field, sentences) -> json.put(field, Values.texts(sentences)));
        return json.build();
    }

    private static Json counts(Map<String, Integer> attributes) {
        Json.Builder json = Json.object();
        attributes.forEach((name, count) -> json.put(name, Json.of(count)));
        return json.build();
    }
}
