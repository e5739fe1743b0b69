package io.vestibule.console;

import io.vestibule.factor.QrImage;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.operator.OperatorSetup;
import io.vestibule.operator.OperatorSetup.Result;
import io.vestibule.passkey.PasskeyName;
import io.vestibule.secret.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator chooses a password and a second factor, by a link that is good once. */
public final class SetupPage implements ConsolePage {
    private static final String PATH = OperatorSetup.PATH + "{token}";
    private static final Notice NO_LINK = new Notice(
            404,
            "This link is no longer good",
            "It was used, or is too old, or another was made since. Ask an owner for a new one: they make it under Operators in the console.");

    private final ConsoleRoutes routes;
    private final OperatorSetup setup;

    public SetupPage(ConsoleRoutes routes, OperatorSetup setup) {
        this.routes = routes;
        this.setup = setup;
    }

    /**
     * What the template shows.
     *
     * @param picture a QR code, as SVG
     * @param secret  the same, to type
     * @param passwordFault what is wrong with the password; null for nothing
     * @param codeFault     what is wrong with the code; null for nothing
     * @param passkeyFault  what is wrong with the passkey, or the password beside it; null for nothing
     */
    public record View(
            Layout layout,
            String action,
            String email,
            String name,
            String picture,
            String secret,
            @Nullable String passwordFault,
            @Nullable String codeFault,
            @Nullable String passkeyFault) {}

    /** Where to go on. */
    public record DoneView(Layout layout) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(PATH, this::show).withoutHead(),
                routes.open(PATH, this::take),
                routes.open(PATH + "/passkey/options", this::options),
                routes.open(PATH + "/passkey", this::takePasskey),
                Route.get(
                        PATH + "/passkey",
                        request -> routes.layouts().goTo(OperatorSetup.PATH + request.segment("token"))));
    }

    private Answer show(Request request) {
        return show(200, request, new Faults(null, null, null));
    }

    /** What is wrong with each part; null for nothing. */
    private record Faults(
            @Nullable String password,
            @Nullable String code,
            @Nullable String passkey) {}

    private Answer show(int status, Request request, Faults faults) {
        String token = request.segment("token");
        Layout layout = routes.layouts().ofNobody();
        return setup.open(token)
                .map(offer -> Screen.show(
                        status,
                        "setup",
                        new View(
                                layout,
                                layout.at(OperatorSetup.PATH + token),
                                offer.email(),
                                offer.name(),
                                QrImage.svg(offer.uri()),
                                grouped(offer.secret().reveal()),
                                faults.password(),
                                faults.code(),
                                faults.passkey())))
                .orElseGet(() -> NO_LINK.answer(layout));
    }

    /** In fours: easier to type. */
    private static String grouped(String secret) {
        return secret.replaceAll("(.{4})(?=.)", "$1 ");
    }

    private Answer take(Request request) {
        Secret password = Secret.of(request.formParameters().text("password").orElse(""));
        Secret code = Secret.of(request.formParameters().text("code").orElse("").strip());
        return switch (setup.complete(request.segment("token"), password, code, ConsoleRoutes.origin(request))) {
            case Result.Done() -> done();
            case Result.PasswordRefused(String sentence) -> show(422, request, new Faults(sentence, null, null));
            case Result.WrongCode() ->
                show(
                        422,
                        request,
                        new Faults(null, "That isn't the code that the app shows now. Is its clock right?", null));
            case Result.PasskeyRefused() -> throw new IllegalStateException("there was no passkey");
            case Result.NoLink() -> NO_LINK.answer(routes.layouts().ofNobody());
        };
    }

    private Answer done() {
        return Screen.show(200, "setup-done", new DoneView(routes.layouts().ofNobody()));
    }

    /** For the page's script. */
    private Answer options(Request request) {
        return setup.options(request.segment("token"))
                .map(options -> Answer.json(200, options))
                .orElseGet(() ->
                        PasskeyAnswers.fault(422, "The link is no longer good, or browsers make no passkeys here."));
    }

    private Answer takePasskey(Request request) {
        Secret password = Secret.of(request.formParameters().text("password").orElse(""));
        String name = request.formParameters().text("name").orElse("").strip();
        Result result = PasskeyAnswers.attestation(request)
                .filter(answer -> PasskeyName.fits(name))
                .map(answer ->
                        setup.complete(request.segment("token"), password, answer, name, ConsoleRoutes.origin(request)))
                .orElseGet(Result.PasskeyRefused::new);
        return switch (result) {
            case Result.Done() -> done();
            case Result.PasswordRefused(String sentence) -> show(422, request, new Faults(null, null, sentence));
            case Result.PasskeyRefused() ->
                show(
                        422,
                        request,
                        new Faults(
                                null,
                                null,
                                "The passkey can't be taken: it took too long, or the device didn't make sure that it is you."));
            case Result.WrongCode() -> throw new IllegalStateException("there was no code");
            case Result.NoLink() -> NO_LINK.answer(routes.layouts().ofNobody());
        };
    }
}
