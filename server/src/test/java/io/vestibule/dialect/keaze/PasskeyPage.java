package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.SoftPasskey;
import io.vestibule.support.StoredCustomer;
import java.util.Map;

/** A page of the demo portal whose customers sign in with passkeys, made for {@code example.com}. */
final class PasskeyPage implements AutoCloseable {
    static final String PASSWORD = "correct horse 9";

    final Keaze keaze = Keaze.start();

    private PasskeyPage(String... settings) {
        keaze.installation.sql("update portal set passkey_rp_id = 'example.com' where id = 1");
        for (String setting : settings) {
            keaze.installation.sql("update portal set " + setting + " where id = 1");
        }
    }

    /** @param settings of the portal, as SQL sets them */
    static PasskeyPage start(String... settings) {
        return new PasskeyPage(settings);
    }

    @Override
    public void close() {
        keaze.close();
    }

    /** A customer who is signed in. */
    record Holder(long id, String email, String access) {}

    /** A new one, whose mailbox is proven. */
    Holder holder() {
        String email = Keaze.newEmail();
        long id = StoredCustomer.of(email).password(PASSWORD).store(keaze.installation);
        keaze.installation.sql("update customer set email_verified_at = now() where id = ?", id);
        return new Holder(id, email, keaze.session(email, PASSWORD).access());
    }

    Reply askToRegister(Holder holder) {
        return send("POST", "passkeys/options", holder, "password", PASSWORD);
    }

    Json.Object creationOptionsWith(Holder holder, String password) {
        Reply reply = send("POST", "passkeys/options", holder, "password", password);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    Json.Object creationOptions(Holder holder) {
        return creationOptionsWith(holder, PASSWORD);
    }

    Reply register(Holder holder, Json.Object credential) {
        return send("POST", "passkeys", holder, "credential", credential);
    }

    /** Registers a passkey and gives its number. */
    long register(Holder holder, SoftPasskey passkey) {
        Reply reply = register(holder, passkey.create(creationOptions(holder)));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return Long.parseLong(reply.text("passkey", "id"));
    }

    Reply send(String method, String call, Holder holder, Object... fields) {
        return keaze.send(method, call, Client.bearer(holder.access()), Keaze.json(fields));
    }

    Reply list(Holder holder) {
        return keaze.get("passkeys", holder.access());
    }

    /** What a browser is asked where any passkey will do. */
    Json.Object requestOptions() {
        return requestOptions(Map.of(), "{}");
    }

    /** What it is asked for whoever has an address. */
    Json.Object requestOptions(String email) {
        return requestOptions(Map.of(), Keaze.json("email", email));
    }

    private Json.Object requestOptions(Map<String, String> headers, String body) {
        Reply reply = keaze.send("POST", "passkey-login/options", headers, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    Reply signIn(Json.Object credential) {
        return keaze.post("passkey-login", "credential", credential);
    }

    Reply signIn(SoftPasskey passkey) {
        return signIn(passkey.get(requestOptions()));
    }

    void signsIn(SoftPasskey passkey) {
        Reply reply = signIn(passkey);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    /** What a refused answer says of the browser's answer. */
    static String fault(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(422);
        return reply.text("errors", "credential");
    }

    static void expired(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(422);
        assertThat(reply.text("errors", "challenge")).contains("try again");
    }

    String stored(long passkey, String column) {
        return keaze.installation
                .sql()
                .withHandle(h -> h.statement(
                                "select coalesce(cast(" + column + " as text), 'null') from passkey where id = :id")
                        .bind("id", passkey)
                        .mapTo(String.class)
                        .one());
    }
}
