package io.vestibule.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A customer of the demo portal who turned a second factor on, over Keaze's API. */
public final class Protected {
    private static final String PORTAL = "/api/rest/portal/";
    private static final Pattern MAILED = Pattern.compile("<pre>[^<]*\\n(\\d{8})\\r?\\n");

    private final Installation installation;
    private final Client server;
    public final long id;
    public final String email;
    public final String password;
    public final Authenticator app;
    public final List<String> recovery;

    private Protected(
            Installation installation,
            Client server,
            long id,
            String email,
            String password,
            String secret,
            List<String> recovery) {
        this.installation = installation;
        this.server = server;
        this.id = id;
        this.email = email;
        this.password = password;
        this.app = new Authenticator(secret);
        this.recovery = recovery;
    }

    /** A new one, whose address is verified. */
    public static Protected enrol(Installation installation, Client server, String email) {
        long id = StoredCustomer.of(email).password("correct horse 9").store(installation);
        installation.sql("update customer set email_verified_at = now() where id = ?", id);
        return enrol(installation, server, id, email, "correct horse 9");
    }

    /** Turns it on for somebody who is there. */
    public static Protected enrol(Installation installation, Client server, long id, String email, String password) {
        Map<String, String> bearer = Client.bearer(server.post(
                        PORTAL + "password-login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}")
                .text("access_token"));
        Reply offer = server.post(PORTAL + "second-factor/totp", bearer, "{\"password\":\"" + password + "\"}");
        assertThat(offer.status()).isEqualTo(200);
        String secret = offer.text("secret");
        Reply on = server.post(
                PORTAL + "second-factor/totp/confirm",
                bearer,
                "{\"code\":\"" + new Authenticator(secret).code() + "\"}");
        assertThat(on.status()).isEqualTo(200);
        Protected customer = new Protected(installation, server, id, email, password, secret, codes(on));
        customer.timePasses();
        return customer;
    }

    /** The recovery codes in an answer. */
    public static List<String> codes(Reply reply) {
        return ((Json.Array) reply.json().get("recoveryCodes"))
                .items().stream().map(code -> ((Json.Text) code).value()).toList();
    }

    /** Minutes go by, as far as the app's codes are concerned: the one it shows now is a new one. */
    public void timePasses() {
        installation.sql("update totp set last_step = last_step - 10 where customer_id = ?", id);
    }

    /** Gives the right password. */
    public Reply login() {
        return login(server, password);
    }

    /** Gives a password to some node. */
    public Reply login(Client node, String given) {
        return node.post(PORTAL + "password-login", "{\"email\":\"" + email + "\",\"password\":\"" + given + "\"}");
    }

    /** The challenge that the right password brings. */
    public String challenge() {
        Reply reply = login();
        assertThat(reply.status()).as(reply.body()).isEqualTo(401);
        return reply.text("challenge");
    }

    /** Gives a code for a challenge. */
    public Reply complete(String challenge, String code) {
        return complete(server, challenge, code);
    }

    /** Gives a code for a challenge to some node. */
    public Reply complete(Client node, String challenge, String code) {
        return node.post(
                PORTAL + "second-factor",
                Json.object()
                        .put("challenge", challenge)
                        .put("code", code)
                        .build()
                        .toString());
    }

    /** Signs in with the app's code, and gives the header with the access token. */
    public Map<String, String> signIn() {
        Reply reply = complete(challenge(), app.code());
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        timePasses();
        return Client.bearer(reply.text("access_token"));
    }

    /** Asks for a code by mail. */
    public Reply askForMail(String challenge) {
        return server.post(PORTAL + "second-factor/email", "{\"challenge\":\"" + challenge + "\"}");
    }

    /** The code that is in the latest mail of the dev inbox, once {@code number} mails with a code went to this customer. */
    public String mailedCode(int number) {
        return mailedCode(server, email, number);
    }

    /** The same for any address; the server must be the only one on its database, since any node may send the mail. */
    public static String mailedCode(Client server, String email, int number) {
        return Eventually.until(() -> mailedCodes(server, email), codes -> codes.size() == number)
                .getFirst();
    }

    private static List<String> mailedCodes(Client server, String email) {
        return Pattern.compile("<article>")
                .splitAsStream(server.get("/dev/inbox", Map.of()).body())
                .filter(mail -> mail.contains("to " + email + ","))
                .map(MAILED::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }
}
