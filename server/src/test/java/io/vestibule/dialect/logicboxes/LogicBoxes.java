package io.vestibule.dialect.logicboxes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
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
    static final String BAD_RESELLER = "Invalid credentials, or your User account maybe Inactive or Suspended";

    final Installation installation;
    final Client client;

    /** The limit of a login is wide, for tests that are about something else. */
    LogicBoxes() {
        this(Map.of("VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST", "1000"));
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

    /** The demo reseller authenticates a customer. */
    Reply authenticate(String username, String password) {
        return query(JSON, DEMO + "&username=" + username + "&passwd=" + password);
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
