package io.vestibule.console;

import io.vestibule.administration.ApiKeyAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.ApiKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API keys of programs: what each may do and when it was used last, and revoking one. */
public final class ApiKeysPage implements ConsolePage {
    private static final int PAGE = 50;
    static final String PATH = "/console/api-keys";
    private static final String REVOKE = PATH + "/{key}/revoke";

    private final ConsoleRoutes routes;
    private final ApiKeyAdministration keys;
    private final GuardedForm<ApiKey> revocation;

    public ApiKeysPage(ConsoleRoutes routes, ApiKeyAdministration keys, PreconditionStore preconditions) {
        this.routes = routes;
        this.keys = keys;
        this.revocation = new GuardedForm<>(
                preconditions,
                PreconditionStore.Resource.API_KEY,
                call -> call.id("key"),
                this::key,
                ApiKeysPage::version,
                ApiKeysPage::askRevoke);
    }

    /**
     * What the template of the list shows.
     *
     * @param more the query of the next page; null where there is none
     * @param done whether one was just revoked
     */
    public record View(
            Layout layout, List<ApiKey> keys, @Nullable String more, boolean done) {
        /** The portals of a key, in words. */
        public static String portals(ApiKey key) {
            return ScopeFields.portals(key.portals());
        }

        /** Whether it is good at this moment. */
        public static boolean good(ApiKey key) {
            return key.revokedAt() == null
                    && (key.expiresAt() == null || key.expiresAt().isAfter(Instant.now()));
        }
    }

    @Override
    public List<Route> routes() {
        List<Route> all = new ArrayList<>(List.of(routes.page(PATH, Action.API_KEY_READ, this::list)));
        all.addAll(revocation.routes(routes, REVOKE, Action.API_KEY_CHANGE, this::revoke));
        return all;
    }

    private Answer list(Call call) {
        long after = call.query("after").flatMap(Digits::number).orElse(0L);
        List<ApiKey> found = keys.list(after, PAGE + 1);
        List<ApiKey> shown = found.size() > PAGE ? found.subList(0, PAGE) : found;
        String more = found.size() > PAGE ? PATH + "?after=" + shown.getLast().id() : null;
        return Screen.show(
                200,
                "api-keys",
                new View(
                        call.layout(Section.API_KEYS),
                        shown,
                        more,
                        call.query("done").isPresent()));
    }

    private static String version(ApiKey key) {
        return Version.of(key.name(), String.valueOf(key.revokedAt()));
    }

    private ApiKey key(Call call) {
        return keys.byId(call.id("key")).orElseThrow(() -> new Refused(Notice.unknown()));
    }

    private static Answer askRevoke(int status, Call call, ApiKey key, @Nullable String fault) {
        Layout layout = call.layout(Section.API_KEYS);
        var frame = new FormFrame(
                layout,
                "Revoke the API key " + key.name(),
                layout.at(PATH + "/" + key.id() + "/revoke"),
                layout.at(PATH),
                GuardedForm.version(call, status, version(key)),
                call.field(Reason.FIELD),
                fault);
        return new ActionView(
                        frame,
                        "Nothing is answered to it from its next request on, for good.",
                        "Revoke",
                        true,
                        "",
                        null)
                .answer(status);
    }

    private Outcome revoke(Call call, ApiKey key, AuditContext context) {
        return keys.revoke(key.id(), context) ? new Outcome.Done(call.goTo(PATH + "?done=revoke")) : new Outcome.Gone();
    }
}
