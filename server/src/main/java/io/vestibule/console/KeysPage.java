package io.vestibule.console;

import io.vestibule.administration.KeyAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.Permissions;
import io.vestibule.operator.Permissions.Decision;
import io.vestibule.session.SigningKeys.Published;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys that sign tokens, starting a new one, and the end of all that was issued. */
public final class KeysPage implements ConsolePage {
    private static final String PATH = "/console/keys";
    private static final String ROTATE = PATH + "/rotate";
    private static final String EPOCH = PATH + "/epoch";
    private static final String WORD = "end everything";

    private final ConsoleRoutes routes;
    private final KeyAdministration keys;
    private final GuardedForm<List<Published>> rotation;
    private final GuardedForm<List<Published>> epoch;

    public KeysPage(ConsoleRoutes routes, KeyAdministration keys, PreconditionStore preconditions) {
        this.routes = routes;
        this.keys = keys;
        this.rotation = form(preconditions, KeysPage::askRotate);
        this.epoch = form(preconditions, KeysPage::askEpoch);
    }

    private GuardedForm<List<Published>> form(
            PreconditionStore preconditions, GuardedForm.Page<List<Published>> shown) {
        return new GuardedForm<>(
                preconditions,
                PreconditionStore.Resource.SIGNING_KEYS,
                call -> 0,
                call -> keys.signingKeys(),
                KeysPage::version,
                shown);
    }

    /**
     * What the template shows.
     *
     * @param rotate whether they may start a new key
     * @param epoch  whether they may start a new epoch
     * @param done   whether a new key was just started
     */
    public record View(Layout layout, List<Published> keys, boolean rotate, boolean epoch, boolean done) {
        /** What a key does at this moment. */
        public static String state(Published key) {
            if (key.signs()) {
                return "signs";
            }
            return key.signsFrom().isAfter(Instant.now()) ? "published, signs soon" : "superseded";
        }
    }

    @Override
    public List<Route> routes() {
        List<Route> all = new ArrayList<>(List.of(routes.page(PATH, Action.KEY_READ, this::list)));
        all.addAll(rotation.routes(routes, ROTATE, Action.KEY_ROTATE, (call, now, context) -> rotate(call, context)));
        all.addAll(epoch.routes(routes, EPOCH, Action.EPOCH_START, (call, now, context) -> startEpoch(call, context)));
        return all;
    }

    /** Another set of keys is there after either. */
    private static String version(List<Published> keys) {
        return Version.of(keys.stream().map(Published::kid).sorted().collect(Collectors.joining(" ")));
    }

    private Answer list(Call call) {
        return Screen.show(
                200,
                "keys",
                new View(
                        call.layout(Section.KEYS),
                        keys.signingKeys(),
                        Permissions.decide(call.principal(), Action.KEY_ROTATE) == Decision.GRANTED,
                        Permissions.decide(call.principal(), Action.EPOCH_START) == Decision.GRANTED,
                        call.query("done").isPresent()));
    }

    private static Answer askRotate(int status, Call call, List<Published> keys, @Nullable String fault) {
        return new ActionView(
                        frame(status, call, keys, "Start new signing keys", ROTATE, fault),
                        "A new key of each algorithm is published at once, and signs in ten minutes: applications have it by then."
                                + " The old ones stay published until their last tokens have expired, so no token becomes"
                                + " invalid. Keys rotate by themselves every 90 days.",
                        "Start new keys",
                        false,
                        "",
                        null)
                .answer(status);
    }

    private static Answer askEpoch(int status, Call call, List<Published> keys, @Nullable String fault) {
        return new ActionView(
                        frame(status, call, keys, "Start a new epoch", EPOCH, fault),
                        "All that was issued is void, on every node within a second: each customer's sessions in every portal, links in"
                                + " mails, tokens, signing keys, and the sessions of operators, yours, too. Everybody signs in again. It is"
                                + " for after a backup was restored, or a key leaked.",
                        "End everything",
                        true,
                        "",
                        WORD)
                .answer(status);
    }

    private static FormFrame frame(
            int status, Call call, List<Published> keys, String title, String action, @Nullable String fault) {
        Layout layout = call.layout(Section.KEYS);
        return new FormFrame(
                layout,
                title,
                layout.at(action),
                layout.at(PATH),
                GuardedForm.version(call, status, version(keys)),
                call.field(Reason.FIELD),
                fault);
    }

    private Outcome rotate(Call call, AuditContext context) {
        keys.rotateSigningKey(context);
        return new Outcome.Done(call.goTo(PATH + "?done=rotate"));
    }

    private Outcome startEpoch(Call call, AuditContext context) {
        if (!call.field(ActionView.WORD).strip().equalsIgnoreCase(WORD)) {
            return new Outcome.Rejected("Nothing was done: type “" + WORD + "” if you mean it.");
        }
        int ended = keys.startEpoch(context);
        return new Outcome.Done(new Notice(
                        200,
                        "A new epoch has begun",
                        "Sessions of customers that ended: " + ended + ". Yours has ended, too: sign in again.")
                .answer(call.layouts().ofNobody()));
    }
}
