package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.OperatorProof;
import io.vestibule.operator.OperatorProof.Result;
import io.vestibule.operator.OperatorSignIn.Factor;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An operator who is signed in proves that it still is them, and then goes on where they were. */
public final class ProofPage implements ConsolePage {
    private final ConsoleRoutes routes;
    private final OperatorProof proof;

    public ProofPage(ConsoleRoutes routes, OperatorProof proof) {
        this.routes = routes;
        this.proof = proof;
    }

    /**
     * What the template shows.
     *
     * @param factors what they can show
     * @param fault   why the page is shown again; null at first
     */
    public record View(
            Layout layout,
            Continuation then,
            Set<Factor> factors,
            @Nullable String fault) {
        public boolean app() {
            return factors.contains(Factor.TOTP);
        }

        public boolean passkey() {
            return factors.contains(Factor.PASSKEY);
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.form("/console/proof/code", this::code).withUpload(Continuation.LARGEST),
                routes.form(
                                "/console/proof/passkey/options",
                                call -> PasskeyAnswers.of(
                                        proof.options(call.principal(), ConsoleRoutes.origin(call.request()))))
                        .withUpload(Continuation.LARGEST),
                routes.form("/console/proof/passkey", this::passkey).withUpload(Continuation.LARGEST),
                routes.page("/console/proof/code", call -> call.goTo("/console")),
                routes.page("/console/proof/passkey", call -> call.goTo("/console")));
    }

    /** Asks for it. */
    static Answer ask(int status, Call call, OperatorProof proof, Continuation then, @Nullable String fault) {
        return Screen.show(
                status, "proof", new View(call.layout(Section.NONE), then, proof.factors(call.principal()), fault));
    }

    private Answer code(Call call) {
        return ended(
                call,
                SignInPage.WRONG_CODE,
                proof.code(
                        call.principal(), Secret.of(call.field("code").strip()), ConsoleRoutes.origin(call.request())));
    }

    private Answer passkey(Call call) {
        return ended(
                call,
                PasskeyAnswers.WRONG,
                PasskeyAnswers.assertion(call.request())
                        .map(answer -> proof.passkey(call.principal(), answer, ConsoleRoutes.origin(call.request())))
                        .orElseGet(Result.Refused::new));
    }

    private Answer ended(Call call, String wrong, Result result) {
        Continuation then = Continuation.carried(call.request());
        return switch (result) {
            case Result.Proven() -> SignInPage.goOn(call.layouts(), then);
            case Result.Refused() -> ask(422, call, proof, then, wrong);
            case Result.Expired() -> SignInPage.ask(401, call.layouts().ofNobody(), then);
            case Result.Throttled(var wait) ->
                ask(429, call, proof, then, SignInPage.throttled(wait)).retryAfter(wait);
        };
    }
}
