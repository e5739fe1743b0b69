package io.vestibule.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import io.vestibule.support.Client;
import io.vestibule.support.DatabaseLine;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** "Secrets … in no log line, metric, trace, error, audit row or database column in clear" (security). */
class CanarySecretTest {
    private static final String PORTAL = "/api/rest/portal/";
    private static final String PAGE = "http://localhost:3000/page";

    private final Installation installation = Installation.demo(Generous.limits());
    private final DatabaseLine line = new DatabaseLine(installation);
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    private final List<String> secrets = new ArrayList<>();
    private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Appender<ILoggingEvent> console = root.getAppender("console");
    private final Map<String, Level> before = new HashMap<>();
    private Client server;

    @BeforeEach
    void start() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logging);
        encoder.setPattern("%level %logger %mdc %msg%n%ex{full}");
        encoder.start();
        appender.setContext(logging);
        appender.setEncoder(encoder);
        appender.setOutputStream(log);
        appender.start();
        root.detachAppender(console); // the test's output isn't the place
        root.addAppender(appender);
        level(Logger.ROOT_LOGGER_NAME, Level.INFO);
        level("io.vestibule", Level.TRACE);
        level("access", Level.TRACE);
        SLF4JBridgeHandler.install();
        server = installation.node(Map.of("VESTIBULE_DATABASE_URL", line.url()));
    }

    private void level(String logger, Level level) {
        before.put(logger, logging.getLogger(logger).getLevel());
        logging.getLogger(logger).setLevel(level);
    }

    @AfterEach
    void stop() {
        installation.close();
        line.close();
        SLF4JBridgeHandler.uninstall();
        before.forEach((logger, level) -> logging.getLogger(logger).setLevel(level));
        root.detachAppender(appender);
        root.addAppender(console);
    }

    /** A secret that nothing else reads like. */
    private String canary(String kind) {
        String secret = "Canary." + kind + ".7Qz9";
        secrets.add(secret);
        return secret;
    }

    private String kept(String secret) {
        secrets.add(secret);
        return secret;
    }

    private String token(Reply reply) {
        String path = reply.text("magicLink").substring(PAGE.length());
        kept(path.substring(path.lastIndexOf('/') + 1));
        return path;
    }

    private Reply keaze(String call, String json) {
        return server.post(PORTAL + call, json);
    }

    private String mailed(String call, String email) {
        return token(keaze(call, "{\"email\":\"" + email + "\",\"url\":\"" + PAGE + "\"}"));
    }

    /** Every flow of every dialect that a secret goes through, as it should go. */
    private void flows() {
        String email = "canary@example.com";
        String first = canary("first-password");
        assertThat(keaze("password-register", "{\"email\":\"" + email + "\",\"password\":\"" + first + "\"}")
                        .status())
                .isEqualTo(201);
        Reply opened = SignInDialect.KEAZE.signIn(server, email, first);
        kept(opened.text("access_token"));
        String refresh = kept(opened.text("refresh_token"));
        Reply refreshed = keaze("refresh-token", "{\"refreshToken\":\"" + refresh + "\"}");
        kept(refreshed.text("refresh_token"));
        String access = kept(refreshed.text("access_token"));
        server.get(PORTAL + "profile", Client.bearer(access));
        SignInDialect.SONAR.signIn(server, email, first);
        SignInDialect.LOGICBOXES_JSON.signIn(server, email, first);
        server.exchange(
                "POST",
                "/api/customers/v2/authenticate.xml?auth-userid=1&api-key=demo-key&username=" + email + "&passwd="
                        + first,
                Map.of(),
                null);
        String reset = mailed("forgot-password", email);
        String second = canary("second-password");
        assertThat(keaze("reset-password" + reset, "{\"newPassword\":\"" + second + "\"}")
                        .status())
                .isEqualTo(200);
        keaze("reset-password" + reset, "{\"newPassword\":\"" + second + "\"}");
        String link = mailed("passwordless-login", email);
        kept(server.get(PORTAL + "auth-token" + link, Map.of()).text("accessToken"));
        server.get(PORTAL + "auth-token" + link, Map.of());
        String change = mailed("passwordless-change-email", email);
        server.json(
                "PATCH",
                PORTAL + "passwordless-change-email" + change,
                Map.of(),
                "{\"currentEmail\":\"" + email + "\",\"newEmail\":\"canary2@example.com\"}");
        mailed("passwordless-access", "canary3@example.com");
        secondFactor();
        reseller();
        server.exchange("POST", PORTAL + "revoke-token", Client.bearer(access), null);
        keaze("refresh-token", "{\"refreshToken\":\"" + refresh + "\"}");
    }

    /** What a reseller does with a customer's passwords and tokens. */
    private void reseller() {
        String first = canary("reseller-first");
        String second = canary("reseller-second");
        Reply made = reseller(
                "POST",
                "v2/signup.json",
                "username=canary5@example.com&name=C&company=C&address-line-1=C&city=C&state=C&country=US&zipcode=1"
                        + "&phone-cc=1&phone=2025550123&lang-pref=en&passwd=" + first);
        assertThat(made.status()).isEqualTo(200);
        String id = made.body();
        reseller("POST", "change-password.xml", "customer-id=" + id + "&new-passwd=" + second);
        Reply token =
                reseller("GET", "generate-token.json", "username=canary5@example.com&ip=192.0.2.1&passwd=" + second);
        assertThat(token.status()).isEqualTo(200);
        reseller("GET", "authenticate-token.json", "token=" + kept(token.body().replace("\"", "")));
        kept(reseller("POST", "generate-login-token.json", "customer-id=" + id)
                .body()
                .replace("\"", ""));
        kept(reseller("GET", "temp-password.json", "customer-id=" + id).body().replace("\"", ""));
        reseller("GET", "forgot-password.json", "username=canary5@example.com");
    }

    private Reply reseller(String verb, String call, String parameters) {
        String path = "/api/customers/" + call + "?auth-userid=1&api-key=demo-key&" + parameters;
        return server.exchange(verb, path, Map.of(), null);
    }

    /** A second factor set up, asked for, shown in each of its kinds, renewed and turned off. */
    private void secondFactor() {
        Protected customer = Protected.enrol(installation, server, "canary4@example.com");
        kept(customer.app.secret());
        customer.recovery.forEach(code -> kept(code.replace("-", "")));
        customer.recovery.forEach(this::kept);
        String challenge = kept(customer.challenge());
        assertThat(customer.askForMail(challenge).status()).isEqualTo(200);
        String code = kept(customer.mailedCode(1));
        assertThat(customer.complete(challenge, code).status()).isEqualTo(200);
        customer.complete(kept(customer.challenge()), customer.recovery.getFirst());
        kept(server.get(PORTAL + "auth-token" + mailed("passwordless-login", customer.email), Map.of())
                .text("challenge"));
        Map<String, String> bearer = customer.signIn();
        Protected.codes(server.post(
                        PORTAL + "second-factor/recovery-codes",
                        bearer,
                        "{\"code\":\"" + customer.recovery.get(1) + "\"}"))
                .forEach(this::kept);
        kept(server.post(PORTAL + "second-factor/totp", bearer, "{\"code\":\"" + customer.app.code() + "\"}")
                .text("secret"));
        customer.timePasses();
        server.exchange(
                "GET",
                "/api/customers/authenticate/verify-otp.json?auth-userid=1&api-key=demo-key&customerid=" + customer.id
                        + "&otp=" + customer.app.code(),
                Map.of(),
                null);
        String last = kept(customer.challenge()); // waits, and so does its code
        customer.askForMail(last);
        kept(customer.mailedCode(2));
    }

    /** The same calls with secrets that are wrong, misplaced or malformed. */
    private List<Runnable> misuse(String when) {
        String password = canary(when + "-password");
        String key = canary(when + "-key");
        String token = canary(when + "-token");
        List<Runnable> calls = new ArrayList<>();
        for (SignInDialect dialect : SignInDialect.values()) {
            calls.add(() -> dialect.signIn(server, "john.doe@example.com", password));
            calls.add(() -> dialect.signIn(server, "nobody@example.com", password));
            calls.add(() -> dialect.signIn(server, password, password));
        }
        calls.add(() -> server.post("/api/v1/customer_portal/auth", Client.basic("demo", key), "{}"));
        calls.add(() -> server.post("/api/v1/customer_portal/auth", Client.basic(key, key), "{}"));
        calls.add(() -> server.post("/api/v1/customer_portal/auth", Map.of("Authorization", "Basic " + key), "{}"));
        calls.add(() -> server.post(
                "/api/v1/customer_portal/auth",
                Client.basic("demo", "demo-secret"),
                "{\"password\":[\"" + password + "\"]"));
        calls.add(() -> server.post(
                "/api/v1/customer_portal/auth",
                Client.basic("demo", "demo-secret"),
                "{\"username\":\"x\",\"password\":[\"" + password + "\"]}"));
        String reseller = "/api/customers/v2/authenticate.json?auth-userid=1&api-key=";
        calls.add(() -> server.exchange("POST", reseller + key + "&username=x&passwd=" + password, Map.of(), null));
        calls.add(() ->
                server.exchange("POST", reseller + key + "&api-key=" + key + "&passwd=" + password, Map.of(), null));
        calls.add(() ->
                server.exchange("POST", reseller + "demo-key&username=x&passwd=" + password + "%ff", Map.of(), null));
        calls.add(() -> server.exchange("GET", "/api/customers/unknown.json?api-key=" + key, Map.of(), null));
        calls.add(() -> server.exchange("GET", "/unknown/" + token + "?secret=" + key, Map.of(), null));
        calls.add(() -> server.get(PORTAL + "auth-token/2/" + token, Map.of()));
        calls.add(() -> server.get(PORTAL + "auth-token/" + token + "/" + token, Map.of()));
        calls.add(() -> server.get(PORTAL + "profile", Client.bearer(token)));
        calls.add(() -> server.exchange("POST", PORTAL + "revoke-token", Client.bearer(token), null));
        calls.add(() -> keaze("refresh-token", "{\"refreshToken\":\"" + token + "\"}"));
        calls.add(() -> keaze("refresh-token", "{\"refreshToken\":{\"" + token + "\":1}}"));
        calls.add(() -> keaze("reset-password/2/" + token, "{\"newPassword\":\"" + password + "\"}"));
        calls.add(() -> keaze(
                "password-register",
                "{\"email\":\"" + when + "@example.com\",\"password\":\"" + password + "\\u0000\"}"));
        calls.add(() -> keaze("password-login", "{\"email\":\"a@example.com\",\"password\":\"" + password + "\""));
        calls.add(() -> server.exchange("GET", "/verify/2/" + token, Map.of(), null));
        calls.add(() -> server.exchange("GET", "/reset/2/" + token, Map.of(), null));
        calls.add(() -> server.exchange(
                "POST",
                "/reset/2/" + token,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "password=" + password));
        calls.add(() -> keaze("second-factor", "{\"challenge\":\"" + token + "\",\"code\":\"" + key + "\"}"));
        calls.add(() -> keaze("second-factor/email", "{\"challenge\":\"" + token + "\"}"));
        calls.add(() -> server.exchange(
                "GET",
                "/api/customers/authenticate/verify-otp.xml?auth-userid=1&api-key=demo-key&customerid=2&otp=" + key,
                Map.of(),
                null));
        calls.add(() -> reseller("POST", "v2/signup.json", "username=" + password + "&passwd=" + password));
        calls.add(() -> reseller("POST", "change-password.json", "customer-id=3&new-passwd=" + password + "%00"));
        calls.add(() -> reseller("GET", "generate-token.xml", "username=" + token + "&passwd=" + password));
        calls.add(() -> reseller("GET", "generate-token.json", "username=janedoe&passwd=" + password));
        calls.add(() -> reseller("GET", "authenticate-token.json", "token=" + token));
        calls.add(() -> reseller("GET", "authenticate-token.json", "token=" + token + "&ip=" + key));
        calls.add(() -> reseller("GET", "details.json", "username=" + password));
        calls.add(() -> reseller("GET", "search.json", "username=" + password));
        calls.add(() -> reseller("GET", "forgot-password.json", "username=" + password));
        return calls;
    }

    private String stored() {
        StringBuilder all = new StringBuilder();
        installation
                .sql()
                .useHandle(h -> h.statement("select tablename from pg_tables where schemaname = 'public'")
                        .mapTo(String.class)
                        .forEach(table -> h.statement("select t::text from " + table + " t")
                                .mapTo(String.class)
                                .forEach(row -> all.append(table)
                                        .append(' ')
                                        .append(row)
                                        .append('\n'))));
        return all.toString();
    }

    private static Stream<String> forms(String secret) {
        byte[] bytes = secret.getBytes(UTF_8);
        // Without the last characters, which depend on what follows
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return Stream.of(
                secret, base64.substring(0, base64.length() - 2), HexFormat.of().formatHex(bytes));
    }

    private void nothingShows(String where, String text) {
        assertThat(secrets.stream().flatMap(CanarySecretTest::forms).filter(text::contains))
                .as(where)
                .isEmpty();
    }

    @Test
    void secrets_show_nowhere() {
        flows();
        misuse("usual").forEach(Runnable::run);
        installation.sql("alter table customer rename column password to passwort");
        misuse("fault").forEach(Runnable::run);
        installation.sql("alter table customer rename column passwort to password");
        line.cut();
        List<Runnable> calls = misuse("outage");
        Together.run(calls.size(), i -> {
            calls.get(i).run();
            return i;
        });
        line.restore();

        String logged = log.toString(UTF_8);
        assertThat(logged).contains("ERROR io.vestibule.http.Edge", "WARN io.vestibule.http.Edge", "INFO access");
        nothingShows("log", logged);
        nothingShows("metrics", server.management("/metrics").body());
        String stored = stored();
        assertThat(stored).contains("audit_event (", "outbox (", "$argon2id$", "authn_login_fail");
        nothingShows("database", stored);
    }
}
