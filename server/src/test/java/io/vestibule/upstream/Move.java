package io.vestibule.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.TestDatabases;
import java.util.Map;

/** Two installations: one whose portal customers come from, and one that they come to. */
final class Move implements AutoCloseable {
    static final String PASSWORD = "an old one 7";
    private static final String RESELLER = "/api/customers/%s?auth-userid=1&api-key=demo-key";
    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");

    /** What the demo portal knows its clients by. */
    static final Map<Kind, String> CREDENTIALS = Map.of(
            Kind.SONAR, "{\"username\":\"demo\",\"password\":\"demo-secret\"}",
            Kind.LOGICBOXES, "{\"auth-userid\":\"1\",\"api-key\":\"demo-key\"}",
            Kind.KEAZE, "{\"portal-id\":\"1\"}",
            Kind.HOOK, "{\"secret\":\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}");

    final Installation old = Installation.demo(Generous.limits());
    final Client oldServer = old.node();
    final Installation here;

    Move() {
        // Of another server on this machine, which may have much else to do
        this(Map.of("VESTIBULE_UPSTREAM_CONNECT_TIMEOUT", "20s", "VESTIBULE_UPSTREAM_ANSWER_TIMEOUT", "20s"));
    }

    /** With some settings changed, of the installation that customers come to. */
    Move(Map<String, String> changes) {
        here = Installation.demo(Generous.limitsAnd(changes));
    }

    /** Names the old system, and starts a node. */
    Client from(Kind kind) {
        return from(here, kind, "http://127.0.0.1:" + oldServer.port());
    }

    /** Names a system, and starts a node. */
    static Client from(Installation here, Kind kind, String url) {
        set(here, kind, url);
        return here.node();
    }

    static void set(Installation here, Kind kind, String url) {
        if (!(UpstreamCredentials.read(kind, CREDENTIALS.get(kind).getBytes(UTF_8))
                instanceof UpstreamCredentials.Reading.Good(UpstreamCredentials credentials))) {
            throw new AssertionError("the test's own credentials");
        }
        MasterKey keys = MasterKey.of(Secret.of(TestDatabases.MASTER_KEY));
        new UpstreamStore(here.sql()).set(1, kind, url, credentials, keys, 50_000_000, AuditContext.COMMAND);
    }

    /** A customer of the old system, with all that each dialect tells. */
    long signUp(String email) {
        Reply made = oldServer.exchange(
                "POST",
                RESELLER.formatted("v2/signup.json"),
                FORM,
                "username=" + email + "&passwd=" + PASSWORD.replace(' ', '+')
                        + "&name=Ann+Mary+Doe&company=Doe+Ltd&address-line-1=1+High+Street&city=Denver&state=Colorado"
                        + "&country=US&zipcode=80201&phone-cc=1&phone=2025550123&lang-pref=de");
        return Long.parseLong(made.body());
    }

    /** Gives a customer of the old system a username. */
    void name(long id, String username) {
        old.sql(
                "insert into login (portal_id, value, is_email, username, customer_id) values (1, ?, false, ?, ?)",
                username,
                username,
                id);
    }

    /** The details of a customer by LogicBoxes' API. */
    static Reply details(Client server, String login) {
        return server.get(RESELLER.formatted("details.json") + "&username=" + login, Map.of());
    }

    /** Sonar's look-up. */
    static Reply emailLookup(Client server, String email, boolean available) {
        return server.post(
                "/api/v1/customer_portal/email_lookup",
                Client.basic("demo", "demo-secret"),
                Json.object()
                        .put("email_address", email)
                        .put("check_if_available", available)
                        .build()
                        .toString());
    }

    long failures() {
        return here.count("select coalesce(sum(failures), 0) from lockout");
    }

    long events(String event) {
        return here.count("select count(*) from audit_event where event = ?", event);
    }

    /** How often somebody tried to sign in at the old system. */
    long asked() {
        return old.count("select count(*) from audit_event where event like 'authn_login%'");
    }

    @Override
    public void close() {
        here.close();
        old.close();
    }
}
