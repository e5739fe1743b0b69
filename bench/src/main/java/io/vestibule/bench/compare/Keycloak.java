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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Keycloak's distribution from Maven Central, as an optimised build. */
final class Keycloak implements Rival {
    private static final String DATABASE = "keycloak";
    private static final String ADMIN = Tokens.random();
    private static final byte[] ACCESS = Answer.ascii("\"access_token\":\"");
    private static final byte[] REFRESH = Answer.ascii("\"refresh_token\":\"");
    private static final String ENDPOINTS = "/realms/bench/protocol/openid-connect";
    private static final String TOKEN_PATH = ENDPOINTS + "/token";
    private static final String USER_INFO_PATH = ENDPOINTS + "/userinfo";
    private static final CodeFlow FLOW =
            new CodeFlow(ENDPOINTS + "/auth", TOKEN_PATH, USER_INFO_PATH, "bench", "bench-secret");
    private static final byte[] FORM = Answer.ascii("action=\"http://localhost:8080");
    private static final String CLIENT = "client_id=bench&client_secret=bench-secret&";

    private final Postgres postgres;
    private final Path work;
    private final Path folder;
    private final String version;

    /** @param folder where it is unpacked */
    Keycloak(Postgres postgres, Path work, Path folder, String version) {
        this.postgres = postgres;
        this.work = work;
        this.folder = folder;
        this.version = version;
    }

    @Override
    public String name() {
        return "Keycloak " + version;
    }

    @Override
    public String setUp() {
        return "`kc.sh build --db=postgres --cache=local`, `start --optimized`, on the same JDK with its own heap options; Argon2 provider"
                + " at 19456 KiB, 2 iterations, 1 lane; ES256 as the realm's signature algorithm; brute-force detection and events off, as by"
                + " default. Searches by its admin API's `search`, which looks at the beginnings of"
                + " username, address, first and last name, briefly. Direct grant by a confidential client; refresh without rotation (its default); userinfo.";
    }

    @Override
    public void prepare(long customers) throws IOException {
        postgres.create(DATABASE);
        Program.output(
                List.of(folder.resolve("bin/kc.sh").toString(), "build", "--db=postgres", "--cache=local"),
                environment(1));
        try (Running running = launch()) {
            running.await(Answers.ok(Http.bare("GET", "/realms/master")));
            String admin = adminToken(running.target());
            String realm = Files.readString(Path.of("bench/keycloak/realm.json"), StandardCharsets.UTF_8);
            Script create = Answers.in(Http.json("/admin/realms", realm, "Authorization: Bearer " + admin), 201);
            Load.run(running.target(), 1, Duration.ofMinutes(2), new Few(create, 1))
                    .sound();
        }
        // The others are like the first one, which Keycloak itself made
        String like =
                " from user_entity u, generate_series(2, %d) n where u.username = 'customer1'".formatted(customers);
        postgres.run(
                DATABASE,
                """
                insert into user_entity select (jsonb_populate_record(u, jsonb_build_object(
                    'id', md5('user' || n)::uuid, 'username', 'customer' || n, 'last_name', 'Number ' || n,
                    'email', 'customer' || n || '@bench.example.com', 'email_constraint', 'customer' || n || '@bench.example.com'))).*
                """ + like,
                """
                insert into credential select (jsonb_populate_record(c, jsonb_build_object(
                    'id', md5('credential' || n)::uuid, 'user_id', md5('user' || n)::uuid))).*
                """ + like.replace(", generate_series", " join credential c on c.user_id = u.id, generate_series"),
                """
                insert into user_role_mapping select (jsonb_populate_record(r, jsonb_build_object('user_id', md5('user' || n)::uuid))).*
                """
                        + like.replace(
                                ", generate_series", " join user_role_mapping r on r.user_id = u.id, generate_series"),
                // An administrator's token shall outlive the measurement
                "update realm set access_token_lifespan = 43200, sso_idle_timeout = 86400 where name = 'master'",
                "vacuum analyze",
                "checkpoint");
    }

    private static String adminToken(Target target) throws IOException {
        AtomicReference<String> token = new AtomicReference<>("");
        byte[] request = Http.form(
                "/realms/master/protocol/openid-connect/token",
                "grant_type=password&client_id=admin-cli&username=admin&password=" + ADMIN);
        Script signIn = new Script() {
            @Override
            public byte[] request(int connection) {
                return request;
            }

            @Override
            public boolean answered(int connection, Answer answer) {
                token.set(Objects.requireNonNullElse(answer.between(ACCESS, '"'), ""));
                return answer.status() == 200;
            }
        };
        Load.run(target, 1, Duration.ofMinutes(1), new Few(signIn, 1)).sound();
        return Objects.requireNonNull(token.get());
    }

    private Map<String, String> environment(int port) {
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("KC_DB_URL", "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + DATABASE);
        environment.put("KC_DB_USERNAME", postgres.user());
        environment.put("KC_DB_PASSWORD", postgres.password());
        environment.put("KC_HTTP_ENABLED", "true");
        environment.put("KC_HTTP_HOST", "127.0.0.1");
        environment.put("KC_HTTP_PORT", Integer.toString(port));
        // One name in all tokens, whichever port
        environment.put("KC_HOSTNAME", "http://localhost:8080");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
        environment.put("KC_SPI_PASSWORD_HASHING__ARGON2__MEMORY", Integer.toString(19 * 1024));
        environment.put("KC_SPI_PASSWORD_HASHING__ARGON2__ITERATIONS", "2");
        environment.put("KC_SPI_PASSWORD_HASHING__ARGON2__PARALLELISM", "1");
        return environment;
    }

    @Override
    public Running launch() throws IOException {
        int port = Postgres.freePort();
        Path log = work.resolve("keycloak.log");
        List<String> command = List.of(folder.resolve("bin/kc.sh").toString(), "start", "--optimized");
        return new Running(Program.start(command, environment(port), log), new Target(port, false), log);
    }

    @Override
    public byte[] signIn(long customer) {
        return signIn(customer, "");
    }

    @Override
    public byte[] signInToRead(long customer) {
        return signIn(customer, "scope=openid&"); // userinfo wants it
    }

    private static byte[] signIn(long customer, String scope) {
        return Http.form(
                TOKEN_PATH,
                CLIENT + scope + "grant_type=password&username=customer" + customer + "&password="
                        + PASSWORD.replace(' ', '+'));
    }

    @Override
    public Held held(Answer answer) {
        return new Held(
                Objects.requireNonNull(answer.between(ACCESS, '"')),
                Objects.requireNonNull(answer.between(REFRESH, '"')));
    }

    @Override
    public byte[] refresh(Held held) {
        return Http.form(TOKEN_PATH, CLIENT + "grant_type=refresh_token&refresh_token=" + held.refresh());
    }

    @Override
    public byte[] read(Held held) {
        return Http.bare("GET", USER_INFO_PATH, "Authorization: Bearer " + held.access());
    }

    @Override
    public Ask openInBrowser(long customer, Consumer<String> cookies) {
        return new Ask(Http.bare("GET", FLOW.authorize()), shown -> {
            String action = shown.between(FORM, '"');
            return action == null
                    ? End.FAILED
                    : new Ask(
                            Http.form(
                                    action.replace("&amp;", "&"),
                                    "username=customer" + customer + "&password=" + PASSWORD.replace(' ', '+'),
                                    "Cookie: " + shown.cookies()),
                            signedIn -> {
                                cookies.accept(signedIn.cookies());
                                return signedIn.status() == 302 ? End.DONE : End.FAILED;
                            });
        });
    }

    @Override
    public boolean hasSearch() {
        return true;
    }

    @Override
    public String administrator(Target target) throws IOException {
        return "Authorization: Bearer " + adminToken(target);
    }

    @Override
    public byte[] search(String administrator, String prefix) {
        return Http.bare(
                "GET", "/admin/realms/bench/users?briefRepresentation=true&max=50&search=" + prefix, administrator);
    }

    @Override
    public CodeFlow codeFlow() {
        return FLOW;
    }
}
