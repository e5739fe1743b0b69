package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.secret.Tokens;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A portal's pages: they call Keaze's API on an installation of their own, whose limits are out of the way. */
final class Keaze implements AutoCloseable {
    /** A page that portal 1 allows. */
    static final String PAGE = "https://portal.example.com/welcome";

    /** A password that nothing is wrong with. */
    static final String PASSWORD = "a fine long one";

    private static final String ROOT = "/api/rest/portal/";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final Installation installation;
    final Client client;

    private Keaze(Installation installation) {
        this.installation = installation;
        this.client = installation.node();
    }

    /** The last two route parameters of a magic link. */
    record Magic(long id, String token) {
        String path() {
            return id + "/" + token;
        }
    }

    /** What a password login gives. */
    record Session(String access, String refresh) {}

    static Keaze start() {
        return start(Map.of());
    }

    static Keaze start(Map<String, String> settings) {
        return new Keaze(Installation.demo(Generous.limitsAnd(settings)));
    }

    @Override
    public void close() {
        installation.close();
    }

    /** An address that nobody has. */
    static String newEmail() {
        return "customer" + NUMBER.incrementAndGet() + "@example.org";
    }

    /** A JSON object of names and values: strings, numbers, truth values, JSON, or null. */
    static String json(Object... fields) {
        Json.Builder object = Json.object();
        for (int i = 0; i < fields.length; i += 2) {
            object.put((String) fields[i], value(fields[i + 1]));
        }
        return object.build().toString();
    }

    private static Json value(Object value) {
        return switch (value) {
            case Json json -> json;
            case Boolean truth -> Json.of(truth);
            case Integer number -> Json.of(number);
            default -> Json.of(value.toString());
        };
    }

    Reply post(String call, Object... fields) {
        return client.post(ROOT + call, json(fields));
    }

    Reply patch(String call, Object... fields) {
        return client.json("PATCH", ROOT + call, Map.of(), json(fields));
    }

    Reply get(String call) {
        return client.get(ROOT + call, Map.of());
    }

    Reply get(String call, String access) {
        return client.get(ROOT + call, Client.bearer(access));
    }

    /** Any request, under the API's root. */
    Reply send(String method, String call, Map<String, String> headers, String body) {
        return client.json(method, ROOT + call, headers, body);
    }

    /** A request without body. */
    Reply send(String method, String call, Map<String, String> headers) {
        return client.exchange(method, ROOT + call, headers, null);
    }

    /** Asks for a link and reads it from test mode's answer. */
    Magic magic(String call, String email) {
        return magic(post(call, "url", PAGE, "email", email));
    }

    static Magic magic(Reply reply) {
        String[] parts = reply.text("magicLink").split("/", -1);
        return new Magic(Long.parseLong(parts[parts.length - 2]), parts[parts.length - 1]);
    }

    Reply authToken(Magic link) {
        return get("auth-token/" + link.path());
    }

    /** Registers a customer with {@link #PASSWORD}. */
    long register(String email) {
        Reply reply = post("password-register", "email", email, "password", PASSWORD);
        assertThat(reply.status()).isEqualTo(201);
        return Long.parseLong(reply.text("id"));
    }

    Reply login(String email, String password) {
        return post("password-login", "email", email, "password", password);
    }

    Session session(String email, String password) {
        Reply reply = login(email, password);
        assertThat(reply.status()).isEqualTo(200);
        return new Session(reply.text("access_token"), reply.text("refresh_token"));
    }

    Reply refresh(String token) {
        return post("refresh-token", "refreshToken", token);
    }

    Reply revoke(String access) {
        return send("POST", "revoke-token", Client.bearer(access));
    }

    /** Whether the access token opens the customer's private resources. */
    boolean opens(String access) {
        int status = get("profile", access).status();
        assertThat(status).isIn(200, 401);
        return status == 200;
    }

    /** The stored link of a customer, its token changed into one that the test knows: the mail itself has gone out. */
    Magic stored(long customer, String purpose) {
        String token = Tokens.random();
        installation.sql(
                "update link set hash = ? where customer_id = ? and purpose = ?",
                Tokens.hash(token),
                customer,
                purpose);
        return new Magic(customer, token);
    }

    /** A new customer with a second factor. */
    Protected protectedCustomer() {
        return Protected.enrol(installation, client, newEmail());
    }

    /** How many failures count towards the lock. */
    long failures(long customer) {
        return installation.count(
                "select coalesce(max(failures), 0) from lockout where subject = int8send(?)", customer);
    }

    /** Presses the button of the page that verifies an address. */
    int verify(Magic link) {
        return client.exchange("POST", "/verify/" + link.path(), Map.of(), null).status();
    }

    long mails(long customer, String purpose) {
        return installation.count(
                "select count(*) from outbox where customer_id = ? and purpose = ?", customer, purpose);
    }

    long events(String event, long customer) {
        return installation.count(
                "select count(*) from audit_event where event = ? and customer_id = ?", event, customer);
    }

    boolean verified(long customer) {
        return installation.count(
                        "select count(*) from customer where id = ? and email_verified_at is not null", customer)
                == 1;
    }

    /** Everything that a refused request must leave as it was. */
    long rows() {
        return installation.count("select (select count(*) from customer) + (select count(*) from account)"
                + " + (select count(*) from login) + (select count(*) from link) + (select count(*) from outbox)"
                + " + (select count(*) from customer_session)");
    }

    /** The one answer to whatever was wrong with credentials. */
    static void unauthorized(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(401);
        assertThat(reply.body()).isEqualTo("{\"message\":\"Unauthorized.\"}");
    }

    /** What a caller could tell two answers apart by. */
    static String seen(Reply reply) {
        Map<String, String> headers = new TreeMap<>(reply.headers());
        headers.remove("x-request-id");
        headers.remove("date");
        return reply.status() + " " + headers + " " + reply.body();
    }
}
