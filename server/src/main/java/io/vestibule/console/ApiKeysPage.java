package io.vestibule.console;

import io.vestibule.administration.ApiKeyAdministration;
import io.vestibule.administration.ApiKeyAdministration.AddResult;
import io.vestibule.administration.ClientName;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.ApiKey;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.secret.Secret;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API keys of programs: what each may do and when it was used last, making one, and revoking one. */
public final class ApiKeysPage implements ConsolePage {
    private static final int PAGE = 50;
    private static final String PATH = "/console/api-keys";
    private static final String ADD = PATH + "/add";
    private static final String REVOKE = PATH + "/{key}/revoke";

    private final ConsoleRoutes routes;
    private final ApiKeyAdministration keys;
    private final GuardedForm<ApiKey> revocation;

    public ApiKeysPage(ConsoleRoutes routes, ApiKeyAdministration keys, PreconditionStore preconditions) {
        this.routes = routes;
        this.keys = keys;
        this.revocation = new GuardedForm<>(
                preconditions, PreconditionStore.Resource.API_KEY, ApiKeysPage::version, ApiKeysPage::askRevoke);
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

    /**
     * What the template of a new one shows.
     *
     * @param name    that was typed
     * @param expires a day, as was typed
     * @param fault   why the page is shown again; null at first
     */
    public record AddView(
            Layout layout,
            String name,
            ScopeFields scope,
            String expires,
            String reason,
            @Nullable String fault) {}

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.API_KEY_READ, this::list),
                routes.page(ADD, Action.API_KEY_CHANGE, call -> askAdd(200, call, null)),
                routes.form(ADD, Action.API_KEY_CHANGE, call -> askAdd(200, call, null), this::add),
                routes.page(REVOKE, Action.API_KEY_CHANGE, this::askRevoke),
                routes.form(
                        REVOKE,
                        Action.API_KEY_CHANGE,
                        this::askRevoke,
                        call -> revocation.act(
                                call,
                                call.id("key"),
                                () -> keys.byId(call.id("key")),
                                (key, context) -> revoke(call, key, context))));
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

    private static Answer askAdd(int status, Call call, @Nullable String fault) {
        ScopeFields typed = ScopeFields.typed(call);
        return Screen.show(
                status,
                "api-key-form",
                new AddView(
                        call.layout(Section.API_KEYS),
                        call.field("name"),
                        typed.role().isEmpty() ? ScopeFields.of(Role.VIEWER, PortalScope.ALL) : typed,
                        call.field("expires"),
                        call.field(Reason.FIELD),
                        fault));
    }

    private Answer add(Call call) {
        ScopeFields typed = ScopeFields.typed(call);
        ClientName name = ClientName.parse(call.field("name").strip()).orElse(null);
        Role role = typed.chosen().orElse(null);
        PortalScope scope = typed.scope().orElse(null);
        Reason reason = Reason.of(call);
        if (name == null) {
            return askAdd(422, call, "A name has 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-'.");
        }
        if (role == null || scope == null) {
            return askAdd(422, call, "Choose a role, and all portals or the ids of some.");
        }
        if (reason.fault() != null) {
            return askAdd(422, call, reason.fault());
        }
        try {
            AuditContext context = call.because(reason.text());
            return added(call, name, keys.add(name, role, scope, expires(call.field("expires")), context));
        } catch (DateTimeParseException e) {
            return askAdd(422, call, "That is no day that is yet to come, such as 2027-06-30.");
        }
    }

    /** The end of a day, in UTC; null for never. */
    private static @Nullable Instant expires(String day) {
        if (day.isBlank()) {
            return null;
        }
        Instant end = LocalDate.parse(day.strip())
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        if (end.isBefore(Instant.now())) {
            throw new DateTimeParseException("is over", day, 0);
        }
        return end;
    }

    private static Answer added(Call call, ClientName name, AddResult result) {
        Layout layout = call.layout(Section.API_KEYS);
        return switch (result) {
            case AddResult.Issued(long id, Secret key) ->
                new SecretView(
                                layout,
                                "The API key " + name.value(),
                                "The key is made. A program sends it as Authorization: Bearer.",
                                "API key",
                                key,
                                layout.at(PATH))
                        .answer();
            case AddResult.NameTaken() -> askAdd(422, call, "Another key has the name.");
            case AddResult.UnknownPortal(long portal) -> askAdd(422, call, "There is no portal " + portal + ".");
        };
    }

    private static String version(ApiKey key) {
        return Version.of(key.name(), String.valueOf(key.revokedAt()));
    }

    private Answer askRevoke(Call call) {
        return askRevoke(200, call, keys.byId(call.id("key")).orElseThrow(() -> new Refused(Notice.unknown())), null);
    }

    private static Answer askRevoke(int status, Call call, ApiKey key, @Nullable String fault) {
        Layout layout = call.layout(Section.API_KEYS);
        return new ActionView(
                        layout,
                        "Revoke the API key " + key.name(),
                        "Nothing is answered to it from its next request on, for good.",
                        "Revoke",
                        true,
                        layout.at(PATH + "/" + key.id() + "/revoke"),
                        layout.at(PATH),
                        GuardedForm.version(call, status, version(key)),
                        "",
                        null,
                        call.field(Reason.FIELD),
                        fault)
                .answer(status);
    }

    private Outcome revoke(Call call, ApiKey key, AuditContext context) {
        return keys.revoke(key.id(), context) ? new Outcome.Done(call.goTo(PATH + "?done=revoke")) : new Outcome.Gone();
    }
}
