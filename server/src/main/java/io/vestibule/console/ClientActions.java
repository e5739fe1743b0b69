package io.vestibule.console;

import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientAdministration.Details;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rotates a client's secret, ends the overlap of two, and keeps a client from calling. */
public final class ClientActions implements ConsolePage {
    private static final String PATH = ClientPage.PATH + "/{action}";

    private static final int USUAL_HOURS = (int) ClientAdministration.USUAL_OVERLAP.toHours();
    /** How long an old secret may stay good, in hours. */
    private static final Map<Integer, String> OVERLAPS = overlaps();

    private final ConsoleRoutes routes;
    private final ClientAdministration clients;
    private final GuardedForm<Details> form;

    public ClientActions(
            ConsoleRoutes routes, ClientPage page, ClientAdministration clients, PreconditionStore preconditions) {
        this.routes = routes;
        this.clients = clients;
        this.form = page.form(preconditions, ClientActions::ask);
    }

    private static Map<Integer, String> overlaps() {
        Map<Integer, String> overlaps = new LinkedHashMap<>();
        overlaps.put(USUAL_HOURS, "for " + USUAL_HOURS + " hours");
        overlaps.put(1, "for an hour");
        overlaps.put(7 * 24, "for 7 days");
        overlaps.put(
                (int) ClientAdministration.LONGEST_OVERLAP.toHours(),
                "for " + ClientAdministration.LONGEST_OVERLAP.toDays() + " days");
        overlaps.put(0, "no longer: others may know it");
        return overlaps;
    }

    /**
     * The page that asks for how long the old secret shall stay good.
     *
     * @param hours that was chosen
     */
    public record RotateView(ActionView action, int hours) {
        public Map<Integer, String> overlaps() {
            return OVERLAPS;
        }
    }

    @Override
    public List<Route> routes() {
        return form.routes(routes, PATH, Action.CLIENT_CHANGE, this::done);
    }

    private static ClientAction action(Call call) {
        return ClientAction.of(call.request().segment("action")).orElseThrow(() -> new Refused(Notice.unknown()));
    }

    private static Answer ask(int status, Call call, Details details, @Nullable String fault) {
        ClientAction action = action(call);
        Layout layout = call.layout(Section.CLIENTS, details.client().portalId());
        String path = ClientPage.path(details);
        var frame = new FormFrame(
                layout,
                action.title() + ": " + details.client().name(),
                layout.at(path + "/" + action.label()),
                layout.at(path),
                GuardedForm.version(call, status, ClientPage.version(details)),
                call.field(Reason.FIELD),
                fault);
        var view = ActionView.of(frame, action, "");
        return action == ClientAction.ROTATE
                ? Screen.show(status, "client-rotate", new RotateView(view, hours(call)))
                : view.answer(status);
    }

    private static int hours(Call call) {
        return OVERLAPS.keySet().stream()
                .filter(hours -> call.field("overlap").equals(hours.toString()))
                .findFirst()
                .orElse(USUAL_HOURS);
    }

    private Outcome done(Call call, Details details, AuditContext context) {
        ClientAction action = action(call);
        String name = details.client().name();
        Answer shown = call.goTo(ClientPage.path(details) + "?done=" + action.label());
        return switch (action) {
            case ROTATE -> rotate(call, details, context);
            case END_OVERLAP ->
                switch (clients.voidFormerSecret(name, context)) {
                    case ClientAdministration.Done() -> new Outcome.Done(shown);
                    case ClientAdministration.NoSecret() -> new Outcome.Rejected("The old secret is void already.");
                };
            case DISABLE -> able(clients.disable(name, context), shown);
            case ENABLE -> able(clients.enable(name, context), shown);
        };
    }

    private static Outcome able(ClientAdministration.DisableResult result, Answer shown) {
        return switch (result) {
            case ClientAdministration.Done() -> new Outcome.Done(shown);
            case ClientAdministration.UnknownClient() -> new Outcome.Gone();
        };
    }

    private Outcome rotate(Call call, Details details, AuditContext context) {
        Duration overlap = Duration.ofHours(hours(call));
        return switch (clients.rotate(details.client().name(), overlap, context)) {
            case ClientAdministration.Issued(Secret secret) -> new Outcome.Done(issued(call, details, overlap, secret));
            case ClientAdministration.Refused(String reason) -> new Outcome.Rejected(reason);
            case ClientAdministration.NoSecret() -> new Outcome.Rejected("The client has no secret.");
            case ClientAdministration.UnknownClient() ->
                new Outcome.Rejected("The client is disabled. Enable it first.");
        };
    }

    private static Answer issued(Call call, Details details, Duration overlap, Secret secret) {
        Layout layout = call.layout(Section.CLIENTS, details.client().portalId());
        return new SecretView(
                        layout,
                        "The new secret of " + details.client().name(),
                        overlap.isZero() ? "The secret is rotated. The old one is void." : "The secret is rotated.",
                        overlap.isZero() ? null : Instant.now().plus(overlap),
                        "Secret",
                        secret,
                        layout.at(ClientPage.path(details)))
                .answer();
    }
}
