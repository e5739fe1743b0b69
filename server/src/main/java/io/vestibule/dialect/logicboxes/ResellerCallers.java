package io.vestibule.dialect.logicboxes;

import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Parameters;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Requester;
import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Dialect;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every call is made by a reseller: {@code auth-userid}, the portal's id, and {@code api-key} ({@code auth-password} of old). */
public final class ResellerCallers {
    private static final Set<String> CREDENTIALS = Set.of("auth-userid", "api-key", "auth-password");
    private static final String BOTH = "Give api-key or auth-password, not both.";
    private static final String REPEATED = "A parameter was given more than once.";

    private final Callers callers;
    private final LogicBoxesError errors;

    public ResellerCallers(Callers callers, LogicBoxesError errors) {
        this.callers = callers;
        this.errors = errors;
    }

    /**
     * Answers the call, if a reseller makes it; nothing of the call is looked at before. Credentials that stand in the query are checked
     * before a body is read.
     */
    Answer as(Format format, Request request, NamedCall call) {
        Parameters query = request.queryParameters();
        Parameters parameters = hasCredentials(query) ? query : request.parameters();
        String key = text(parameters, "api-key");
        if (hasBothSecrets(parameters)) {
            return errors.message(format, BOTH);
        }
        if (parameters.repeated().stream().anyMatch(CREDENTIALS::contains)) {
            return errors.message(format, REPEATED);
        }
        String secret = key.isEmpty() ? text(parameters, "auth-password") : key;
        String reseller = text(parameters, "auth-userid");
        Optional<Long> id = Digits.number(reseller);
        if (reseller.isEmpty() || secret.isEmpty()) {
            return errors.message(
                    format, CallParameters.missing(List.of(reseller.isEmpty() ? "auth-userid" : "api-key")));
        }
        if (id.isEmpty()) {
            return errors.badReseller(format);
        }
        return switch (callers.reseller(
                Dialect.LOGICBOXES, id.get(), Secret.of(secret), request.remote(), request.id())) {
            case Callers.Result.Authenticated(Caller caller) ->
                answer(caller, format, request, call)
                        .to(new Requester(
                                caller.dialect().label(), caller.portal().id(), caller.clientId()));
            case Callers.Result.BadCredentials() -> errors.badReseller(format);
            case Callers.Result.ForeignNetwork() -> errors.foreignNetwork(format);
        };
    }

    private static boolean hasBothSecrets(Parameters parameters) {
        return !text(parameters, "api-key").isEmpty()
                && !text(parameters, "auth-password").isEmpty();
    }

    private static boolean hasCredentials(Parameters query) {
        return !text(query, "auth-userid").isEmpty()
                && !(text(query, "api-key") + text(query, "auth-password")).isEmpty();
    }

    private Answer answer(Caller caller, Format format, Request request, NamedCall call) {
        if (!call.lists().containsAll(request.parameters().repeated())) {
            return errors.message(format, REPEATED);
        }
        if (hasBothSecrets(request.parameters())) {
            return errors.message(format, BOTH);
        }
        return caller.portal().hardened() && !call.documentedMethods().contains(request.method())
                ? errors.of(format, new Problem.MethodNotAllowed(call.documentedMethods()))
                : call.handler().answer(caller, format, request);
    }

    private static String text(Parameters parameters, String name) {
        return parameters.get(name) instanceof Json.Text(String value) ? value : "";
    }
}
