package io.vestibule.bench.compare;

import io.vestibule.bench.CodeFlow;
import io.vestibule.bench.Few;
import io.vestibule.bench.Postgres;
import io.vestibule.bench.Program;
import io.vestibule.bench.load.Answer;
import io.vestibule.bench.load.Http;
import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.Script;
import io.vestibule.bench.load.Step.Ask;
import io.vestibule.bench.load.Step.End;
import io.vestibule.bench.load.Target;
import io.vestibule.secret.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** better-auth on Node, installed by npm; its server is {@code bench/better-auth/server.js}. */
final class BetterAuth implements Rival {
    private static final String DATABASE = "better_auth";
    private static final String SECRET = Tokens.random();
    private static final byte[] COOKIE = Answer.ascii("set-cookie: better-auth.session_token=");

    private final Postgres postgres;
    private final Path work;
    private final Path folder;
    private final String version;

    /** @param folder where it is installed */
    BetterAuth(Postgres postgres, Path work, Path folder, String version) {
        this.postgres = postgres;
        this.work = work;
        this.folder = folder;
        this.version = version;
    }

    @Override
    public String name() {
        return "better-auth " + version;
    }

    @Override
    public String setUp() {
        return "one Node process, NODE_ENV=production, pool of 10 connections, rate limit off, `@node-rs/argon2` as its password hash. A"
                + " *refresh* is `get-session` with `updateAge: 0`, which renews the session's row and cookie each time and rotates no"
                + " token; a *profile read*, `get-session?disableRefresh=true`. A *code flow* is of `@better-auth/oauth-provider`, whose"
                + " access token is opaque; ES256, the application without a consent page and cached, as its page advises.";
    }

    @Override
    public void prepare(long customers) throws IOException {
        postgres.create(DATABASE);
        Program.output(List.of("node", folder.resolve("server.js").toString(), "migrate"), environment(1));
        try (Running running = launch()) {
            Target target = running.target();
            running.await(Answers.ok(Http.bare("GET", "/api/auth/ok")));
            Script signUp = Answers.ok(Http.json(
                    "/api/auth/sign-up/email",
                    "{\"email\":\"customer1@bench.example.com\",\"password\":\"" + PASSWORD
                            + "\",\"name\":\"Customer 1\"}"));
            Load.run(target, 1, Duration.ofSeconds(30), new Few(signUp, 1)).sound();
        }
        // The others are like the first one, which better-auth itself made
        postgres.run(DATABASE, """
                insert into "user" select (jsonb_populate_record(u, jsonb_build_object(
                    'id', md5('user' || n), 'email', 'customer' || n || '@bench.example.com', 'name', 'Customer ' || n))).*
                from "user" u, generate_series(2, %d) n
                """.formatted(customers), """
                insert into account select (jsonb_populate_record(a, jsonb_build_object(
                    'id', md5('account' || n), 'accountId', md5('user' || n), 'userId', md5('user' || n)))).*
                from account a, generate_series(2, %d) n
                """.formatted(customers), """
                insert into "oauthClient" (id, "clientId", "clientSecret", "skipConsent", scopes, "redirectUris",
                                           "tokenEndpointAuthMethod", "grantTypes", "responseTypes")
                values ('bench', 'bench', rtrim(translate(encode(sha256('bench-secret'), 'base64'), '+/', '-_'), '='), true, '["openid"]',
                        '["http://localhost:3000/callback"]', 'client_secret_basic', '["authorization_code"]', '["code"]')
                """, "vacuum analyze", "checkpoint");
    }

    private Map<String, String> environment(int port) {
        return Map.of(
                "NODE_ENV",
                "production",
                "PORT",
                Integer.toString(port),
                "SECRET",
                SECRET,
                "DATABASE_URL",
                "postgresql://%s:%s@127.0.0.1:%d/%s"
                        .formatted(postgres.user(), postgres.password(), postgres.port(), DATABASE));
    }

    @Override
    public Running launch() throws IOException {
        int port = Postgres.freePort();
        Path log = work.resolve("better-auth.log");
        List<String> command = List.of("node", folder.resolve("server.js").toString());
        return new Running(Program.start(command, environment(port), log), new Target(port, false), log);
    }

    @Override
    public byte[] signIn(long customer) {
        return Http.json(
                "/api/auth/sign-in/email",
                "{\"email\":\"customer%d@bench.example.com\",\"password\":\"%s\"}".formatted(customer, PASSWORD));
    }

    @Override
    public Held held(Answer answer) {
        String cookie = Objects.requireNonNull(answer.between(COOKIE, ';'));
        return new Held(cookie, cookie);
    }

    @Override
    public byte[] refresh(Held held) {
        return Http.bare("GET", "/api/auth/get-session", cookie(held));
    }

    @Override
    public byte[] read(Held held) {
        return Http.bare("GET", "/api/auth/get-session?disableRefresh=true", cookie(held));
    }

    private static String cookie(Held held) {
        return "Cookie: better-auth.session_token=" + held.access();
    }

    @Override
    public Ask openInBrowser(long customer, Consumer<String> cookies) {
        return new Ask(signIn(customer), signedIn -> {
            cookies.accept(signedIn.cookies());
            return signedIn.status() == 200 ? End.DONE : End.FAILED;
        });
    }

    @Override
    public CodeFlow codeFlow() {
        return new CodeFlow(
                "/api/auth/oauth2/authorize",
                "/api/auth/oauth2/token",
                "/api/auth/oauth2/userinfo",
                "bench",
                "bench-secret");
    }
}
