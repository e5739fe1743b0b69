package io.vestibule.dialect.logicboxes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The demo portal as LogicBoxes' clients see it. */
final class LogicBoxes implements AutoCloseable {
    static final String JSON = "/api/customers/v2/authenticate.json";
    static final String XML = "/api/customers/v2/authenticate.xml";
    static final String DEMO = "auth-userid=1&api-key=demo-key";
    static final String JOHN = "username=testtest123&passwd=correct+horse+9";
    static final String PROFILE = "name=Mary+Ann+Doe&company=Doe+Ltd&address-line-1=12+Station+Road&city=Springfield"
            + "&state=Illinois&country=US&zipcode=62701&phone-cc=1&phone=2025550123&lang-pref=en";
    static final String LOGIN_TOKEN = "\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"";
    static final String INVALID_TOKEN = "The token is invalid or has expired.";
    static final String BAD_RESELLER = "Invalid credentials, or your User account maybe Inactive or Suspended";

    final Installation installation;
    final Client client;

    /** The limit of a login is wide, for tests that are about something else. */
    LogicBoxes() {
        this(Generous.limits());
    }

    LogicBoxes(Map<String, String> settings) {
        installation = Installation.demo(settings);
        client = installation.node();
    }

    /** Posts with everything in the query. */
    Reply query(String path, String parameters) {
        return client.exchange("POST", path + "?" + parameters, Map.of(), null);
    }

    /** Posts a form. */
    Reply form(String path, @Nullable String form) {
        return client.exchange("POST", path, Map.of("Content-Type", "application/x-www-form-urlencoded"), form);
    }

    /** The demo reseller makes a POST call, in JSON and with everything in the query. */
    Reply post(String call, String parameters) {
        return query("/api/customers/" + call + ".json", DEMO + "&" + parameters);
    }

    /** The demo reseller makes a GET call, in JSON. */
    Reply get(String call, String parameters) {
        return client.get("/api/customers/" + call + ".json?" + DEMO + "&" + parameters, Map.of());
    }

    /** The demo reseller signs up a customer with this address and all else that is required. */
    long signUp(String address) {
        return Long.parseLong(post("v2/signup", signUpOf(address)).body());
    }

    /** The parameters of a sign-up that succeeds. */
    static String signUpOf(String address) {
        return "username=" + address + "&passwd=a+fine+long+one&" + PROFILE;
    }

    /** The demo reseller authenticates a customer. */
    Reply authenticate(String username, String password) {
        return query(JSON, DEMO + "&username=" + username + "&passwd=" + password);
    }

    /** A token with which a customer signs in by redirect. */
    String loginToken(long customer, String more) {
        Reply reply = get("generate-login-token", "customer-id=" + customer + more);
        assertThat(reply.body()).matches(LOGIN_TOKEN);
        return reply.body().replace("\"", "");
    }

    Reply redeem(String token) {
        return get("authenticate-token", "token=" + token);
    }

    long rows(String table) {
        return installation.count("select count(*) from " + table);
    }

    /** Lets the time go by that the database measures the lock with. */
    void pass(String interval) {
        installation.sql(
                "update lockout set last_failure = last_failure - cast(? as interval),"
                        + " locked_until = locked_until - cast(? as interval)",
                interval,
                interval);
    }

    /** An ERROR map with this status and message, and no more. */
    static void error(Reply reply, int status, String message) {
        assertThat(reply.body()).isEqualTo("{\"status\":\"ERROR\",\"message\":\"" + message + "\"}");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }

    /** A failed login with this many attempts left. */
    static void failed(Reply reply, int remaining) {
        assertThat(reply.body())
                .startsWith("{\"status\":\"ERROR\",\"message\":\"")
                .endsWith("\",\"maxAttempts\":5,\"remainingLoginAttempts\":" + remaining + "}");
        assertThat(reply.status()).isEqualTo(500);
    }

    @Override
    public void close() {
        installation.close();
    }
}
