package io.vestibule.dialect.sonar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The demo portal as Sonar's clients see it: each call by its name, with the demo API user. */
final class Sonar implements AutoCloseable {
    static final String LOOK_UP = "/api/v1/customer_portal/email_lookup";
    static final String AUTH = "/api/v1/customer_portal/auth";
    static final Map<String, String> DEMO = Client.basic("demo", "demo-secret");

    final Installation installation;
    final Client client;

    /** Limits are wide, for tests that are about something else. */
    Sonar() {
        this(Map.of(
                "VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST", "1000",
                "VESTIBULE_LIMIT_LOOK_UP_ADDRESS_BURST", "1000"));
    }

    Sonar(Map<String, String> settings) {
        installation = Installation.demo(settings);
        client = installation.node();
    }

    Reply lookUp(String json) {
        return client.post(LOOK_UP, DEMO, json);
    }

    Reply auth(String json) {
        return client.post(AUTH, DEMO, json);
    }

    Reply get(String path) {
        return client.get(path, DEMO);
    }

    Reply post(String path, String json) {
        return client.post(path, DEMO, json);
    }

    Reply patch(String path, String json) {
        return client.json("PATCH", path, DEMO, json);
    }

    /** Sends a form. */
    Reply form(String path, String form) {
        Map<String, String> headers = new HashMap<>(DEMO);
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        return client.exchange("POST", path, headers, form);
    }

    /** The path of a contact. */
    String path(long customer) {
        return path(installation.count("select account_id from customer where id = ?", customer), customer);
    }

    static String path(long account, long customer) {
        return "/api/v1/accounts/" + account + "/contacts/" + customer;
    }

    /** A new account without contacts. */
    long account() {
        return installation.count("insert into account (portal_id) values (1) returning id");
    }

    /** A new contact of an account. */
    long contact(long account, boolean primary) {
        Reply made = post(
                "/api/v1/accounts/" + account + "/contacts",
                "{\"name\":\"C\",\"email_message_categories\":[],\"primary\":" + primary + "}");
        return Long.parseLong(made.text("data", "id"));
    }

    List<Long> primaries(long account) {
        return installation
                .sql()
                .withHandle(h -> h.statement("select id from customer where account_id = :account and is_primary")
                        .bind("account", account)
                        .mapTo(Long.class)
                        .list());
    }

    /** Of whoever has the password that these tests set. */
    static String credentials(String username) {
        return "{\"username\":\"" + username + "\",\"password\":\"a fine long one\"}";
    }

    static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** Failures of earlier tests don't count. */
    void forgetFailures() {
        installation.sql("delete from lockout");
    }

    /** An error: the status, {@code status_code} equal to it, and a sentence as message. */
    static void refused(Reply reply, int status, String sentence) {
        assertThat(reply.body())
                .isEqualTo("{\"error\":{\"message\":\"" + sentence + "\",\"status_code\":" + status + "}}");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }

    /** A field that fails validation: the message is an object, field name to sentence. */
    static void invalid(Reply reply, String field, String sentence) {
        assertThat(reply.body())
                .isEqualTo("{\"error\":{\"message\":{\"" + field + "\":\"" + sentence + "\"},\"status_code\":422}}");
        assertThat(reply.status()).isEqualTo(422);
    }

    @Override
    public void close() {
        installation.close();
    }
}
