package io.vestibule.page;

import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.json.Json;
import io.vestibule.portal.Callers;
import java.util.List;
import java.util.Optional;

/**
 * The origins of a portal on whose pages browsers take the passkeys of its site, though they aren't the site's own (WebAuthn Level 3 section
 * 5.11.1). Browsers ask for it at the site, {@code https://{rp.id}/.well-known/webauthn}, so that its web server gets it from here.
 */
public final class RelatedOriginsFile {
    private final Callers callers;

    public RelatedOriginsFile(Callers callers) {
        this.callers = callers;
    }

    /** Where it is, beside what else a portal says of itself. */
    public Route route() {
        return Route.get("/portals/{portal}/.well-known/webauthn", this::show);
    }

    private Answer show(Request request) {
        return Digits.number(request.segment("portal"))
                .flatMap(callers::portal)
                .flatMap(portal -> Optional.ofNullable(portal.passkeys().rpId())
                        .map(site -> file(site.related(portal.allowedUrls()))))
                .orElseGet(() -> PlainError.of(new Problem.NotFound()));
    }

    private static Answer file(List<String> origins) {
        Json list = new Json.Array(origins.stream().map(Json::of).toList());
        return Answer.json(200, Json.object().put("origins", list).build())
                .with("Cache-Control", "public, max-age=300");
    }
}
