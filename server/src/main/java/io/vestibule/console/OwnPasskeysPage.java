package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.http.Route;
import io.vestibule.operator.OperatorPasskey;
import io.vestibule.operator.OperatorPasskeyStore.Removed;
import io.vestibule.operator.OperatorPasskeys;
import io.vestibule.operator.OperatorPasskeys.Registered;
import io.vestibule.passkey.PasskeyName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operator's own passkeys: adding one and removing one take a proof of the last minutes. */
public final class OwnPasskeysPage implements ConsolePage {

    private static final String PATH = "/console/passkeys";
    private static final String ADD = PATH + "/add";
    private static final String REMOVE = PATH + "/{passkey}/remove";

    private final ConsoleRoutes routes;
    private final OperatorPasskeys passkeys;

    public OwnPasskeysPage(ConsoleRoutes routes, OperatorPasskeys passkeys) {
        this.routes = routes;
        this.passkeys = passkeys;
    }

    /**
     * What the template of the list shows.
     *
     * @param done  what was just done; null for nothing
     * @param fault why a name wasn't taken; null for nothing
     */
    public record View(
            Layout layout,
            List<OperatorPasskey> passkeys,
            @Nullable String done,
            @Nullable String fault) {}

    /**
     * The page on which one is added.
     *
     * @param fault why it is shown again; null at first
     */
    public record AddView(Layout layout, @Nullable String fault) {}

    /** The page that asks whether one shall be removed. */
    public record RemoveView(
            Layout layout,
            OperatorPasskey passkey,
            @Nullable String fault) {}

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, call -> show(200, call, done(call), null)),
                routes.form(PATH, this::rename),
                routes.page(ADD, call -> {
                    call.prove();
                    return add(200, call, null);
                }),
                routes.form(ADD + "/options", this::options),
                routes.form(ADD, this::add),
                routes.page(REMOVE, call -> askRemove(200, call, null)),
                routes.form(REMOVE, this::remove));
    }

    private static @Nullable String done(Call call) {
        return switch (call.query("done").orElse("")) {
            case "add" -> "The passkey is registered. You can sign in with it alone, or after your password.";
            case "rename" -> "The passkey has the name.";
            case "remove" -> "The passkey is removed.";
            default -> null;
        };
    }

    private Answer show(int status, Call call, @Nullable String done, @Nullable String fault) {
        return Screen.show(
                status,
                "passkeys",
                new View(
                        call.layout(Section.NONE),
                        passkeys.list(call.principal().id()),
                        done,
                        fault));
    }

    private static Answer add(int status, Call call, @Nullable String fault) {
        return Screen.show(status, "passkey-add", new AddView(call.layout(Section.NONE), fault));
    }

    /** For the page's script. */
    private Answer options(Call call) {
        if (!call.principal().fresh()) {
            return PasskeyAnswers.fault(401, "That took too long. Load the page again.");
        }
        return passkeys.options(call.principal().id())
                .map(options -> Answer.json(200, options))
                .orElseGet(() -> PasskeyAnswers.fault(
                        422,
                        "Browsers make no passkeys at this address, or you have " + OperatorPasskeys.MOST
                                + " already."));
    }

    /** The challenge stands for the proof that it was given out for. */
    private Answer add(Call call) {
        String name = call.field("name").strip();
        Registered registered = !PasskeyName.fits(name)
                ? Registered.REFUSED
                : PasskeyAnswers.attestation(call.request())
                        .map(answer -> passkeys.register(
                                call.principal().id(),
                                answer,
                                name,
                                call.principal().context()))
                        .orElse(Registered.REFUSED);
        return registered == Registered.DONE ? call.goTo(PATH + "?done=add") : add(422, call, fault(registered));
    }

    private static String fault(Registered registered) {
        return switch (registered) {
            case DONE -> "";
            case EXPIRED -> "That took too long. Try again.";
            case REFUSED ->
                "The passkey can't be taken: the device has to make sure that it is you, by a finger, a face or a PIN.";
            case TAKEN -> "That passkey is registered already.";
            case FULL -> "You have " + OperatorPasskeys.MOST + " passkeys. Remove one first.";
        };
    }

    private Answer rename(Call call) {
        String name = call.field("name").strip();
        if (name.isEmpty() || !PasskeyName.fits(name)) {
            return show(422, call, null, "A name is one line of at most " + PasskeyName.LONGEST + " characters.");
        }
        boolean renamed = Ids.id(call.field("passkey"))
                .filter(id -> passkeys.rename(
                        call.principal().id(), id, name, call.principal().context()))
                .isPresent();
        return renamed
                ? call.goTo(PATH + "?done=rename")
                : show(422, call, null, "You have no such passkey any longer.");
    }

    private OperatorPasskey passkey(Call call) {
        long id = call.id("passkey");
        Optional<OperatorPasskey> found = passkeys.list(call.principal().id()).stream()
                .filter(passkey -> passkey.id() == id)
                .findFirst();
        return found.orElseThrow(() -> new Refused(Notice.unknown()));
    }

    private Answer askRemove(int status, Call call, @Nullable String fault) {
        call.prove();
        return Screen.show(status, "passkey-remove", new RemoveView(call.layout(Section.NONE), passkey(call), fault));
    }

    private Answer remove(Call call) {
        call.prove();
        if (call.has(ConsoleRoutes.RESUMED)) {
            return askRemove(200, call, null);
        }
        long passkey = passkey(call).id();
        Removed removed =
                passkeys.remove(call.principal().id(), passkey, call.principal().context());
        return switch (removed) {
            case REMOVED -> call.goTo(PATH + "?done=remove");
            case LAST_FACTOR ->
                askRemove(
                        422,
                        call,
                        "It is the last second factor that you have. Register another passkey first, or have an owner reset you.");
            case UNKNOWN -> throw new Refused(Notice.unknown());
        };
    }
}
