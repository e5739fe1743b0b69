package io.vestibule.dialect.logicboxes;

import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.link.LoginToken;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.signin.LoginTokens;
import io.vestibule.signin.PasswordSignIn;
import java.net.InetAddress;
import java.util.List;

/** Signing in by redirect. */
public final class TokenCalls implements CallGroup {
    private final PasswordSignIn signIn;
    private final LoginTokens tokens;
    private final LogicBoxesError errors;

    public TokenCalls(PasswordSignIn signIn, LoginTokens tokens, LogicBoxesError errors) {
        this.signIn = signIn;
        this.tokens = tokens;
        this.errors = errors;
    }

    @Override
    public List<NamedCall> calls() {
        return List.of(
                NamedCall.getOrPost("generate-token", this::generate),
                NamedCall.getOrPost("generate-login-token", this::generateForLogin),
                NamedCall.getOrPost("authenticate-token", this::authenticate),
                NamedCall.getOrPost("authenticate-token-without-history", this::authenticate));
    }

    /** A token for whoever gives the password; failures count as those of {@code authenticate}. */
    private Answer generate(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        String username = given.required("username");
        Secret password = Secret.of(given.required("passwd"));
        InetAddress address = given.address("ip");
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        LoginToken token = LoginToken.create(address);
        return switch (signIn.issue(caller, username, password, token)) {
            case PasswordSignIn.Result.SignedIn(Customer customer) -> format.value(200, Json.of(token.text()));
            case PasswordSignIn.Result.Refused(int attempts, int remaining) ->
                errors.failedLogin(format, attempts, remaining);
            case PasswordSignIn.Result.Throttled(var retryAfter) ->
                errors.of(format, new Problem.Throttled(retryAfter));
        };
    }

    /** The same for a customer whom the reseller knows. */
    private Answer generateForLogin(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        long customer = given.id("customer-id");
        InetAddress address = given.address("ip");
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        LoginToken token = LoginToken.create(address);
        return switch (tokens.issue(caller, customer, token)) {
            case DONE -> format.value(200, Json.of(token.text()));
            case DISABLED -> errors.message(format, "The customer is suspended.");
            case UNKNOWN -> errors.unknownCustomer(format, customer);
        };
    }

    /** The details map, once. Nobody learns what is wrong with a token. */
    private Answer authenticate(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        String token = unquoted(given.required("token"));
        InetAddress address = given.address("ip");
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        return tokens.redeem(caller, token, address)
                .map(customer -> format.map(200, CustomerDetails.lookedUp(customer, caller.portal())))
                .orElseGet(() -> errors.message(format, "The token is invalid or has expired."));
    }

    /** Clients hand on what they got as they got it, a JSON string with its quotes. */
    private static String unquoted(String token) {
        boolean quoted = token.length() > 1 && token.startsWith("\"") && token.endsWith("\"");
        return quoted ? token.substring(1, token.length() - 1) : token;
    }
}
