package io.vestibule.bench;

import static io.vestibule.bench.Repetition.ADDRESS;
import static io.vestibule.bench.Repetition.AUDIT_CONTEXT;
import static io.vestibule.bench.Repetition.BYTES;
import static io.vestibule.bench.Repetition.BYTES_ARRAY;
import static io.vestibule.bench.Repetition.NUMBER;
import static io.vestibule.bench.Repetition.UUIDS;

import io.vestibule.bench.Repetition.Variation;
import io.vestibule.bench.load.Answer;
import io.vestibule.bench.load.Http;
import io.vestibule.bench.load.Script;
import io.vestibule.bench.load.Steps;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** The calls that are measured, for the customers of a population. Who asks is the demo data's: portal 1 and its API clients. */
final class Calls {
    private static final String JSON_CREDENTIALS = "{\"%s\":\"%s\",\"password\":\"" + Population.PASSWORD + "\"}";
    private static final String SONAR_USER = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("demo:demo-secret".getBytes(StandardCharsets.US_ASCII));
    /** More than two cores can redeem. */
    private static final int LINKS_A_SECOND_AND_CORE = 6000;

    private final Population population;
    private final Sessions sessions;
    private final SplittableRandom random = new SplittableRandom(1);

    Calls(Population population) {
        this.population = population;
        this.sessions = new Sessions(population.refreshTokens());
    }

    Sessions sessions() {
        return sessions;
    }

    Call keazeSignIn() {
        return signIn("sign-in Keaze", 200, Calls::keazeSignIn);
    }

    /** A sign-in as Keaze's page has it. */
    static byte[] keazeSignIn(long customer) {
        return Http.json(
                "/api/rest/portal/password-login", JSON_CREDENTIALS.formatted("email", Population.address(customer)));
    }

    Call sonarSignIn() {
        return signIn(
                "sign-in Sonar",
                201,
                customer -> Http.json(
                        "/api/v1/customer_portal/auth",
                        JSON_CREDENTIALS.formatted("username", Population.username(customer)),
                        SONAR_USER));
    }

    Call logicBoxesSignIn() {
        return signIn(
                "sign-in LogicBoxes",
                200,
                customer -> Http.form(
                        "/api/customers/v2/authenticate.json",
                        "auth-userid=1&api-key=demo-key&username=" + Population.username(customer) + "&passwd="
                                + Population.PASSWORD.replace(' ', '+')));
    }

    List<Call> signIns() {
        return List.of(sonarSignIn(), logicBoxesSignIn(), keazeSignIn());
    }

    private Call signIn(String name, int status, LongFunction<byte[]> request) {
        return new Call(name, expecting(status, () -> request.apply(anybody())), Call.Preparation.NONE, null);
    }

    /** A code flow in a browser with a live session. */
    Call codeFlow(BrowserSessions browsers) {
        return new Call("code flow", browsers.flows(SignInPages.FLOW), Call.Preparation.NONE, null);
    }

    /** A code flow in a browser that has none: its customer signs in on the page. */
    Call codeFlowWithSignIn() {
        return new Call(
                "code flow with sign-in", new Steps(() -> SignInPages.flow(anybody())), Call.Preparation.NONE, null);
    }

    Call refresh() {
        return new Call(
                "refresh",
                sessions.refreshing(),
                Call.Preparation.NONE,
                new Repetition(
                        List.of(secondHalf()),
                        List.of(
                                new Variation(UUIDS, "array[md5('session' || :i)::uuid]"),
                                new Variation(BYTES_ARRAY, "array[sha256('bench')]"),
                                AUDIT_CONTEXT)));
    }

    Call redeem() {
        String batch = UUID.randomUUID().toString();
        AtomicLong next = new AtomicLong();
        Script script = expecting(200, () -> {
            long link = next.incrementAndGet();
            return Http.bare(
                    "GET", "/api/rest/portal/auth-token/" + population.linkHolder(link) + "/" + batch + "-" + link);
        });
        Call.Preparation links = time -> {
            population.links(batch, (time.toSeconds() + 1) * LINKS_A_SECOND_AND_CORE * Machine.cores());
            next.set(0);
        };
        return new Call(
                "redeem",
                script,
                links,
                new Repetition(
                        List.of("\\set k :k + 1", "\\set i :k * " + PgBench.CONNECTIONS + " + :client_id + 1"),
                        List.of(
                                new Variation(BYTES, "sha256(convert_to('" + batch + "-' || :i, 'UTF8'))"),
                                new Variation(NUMBER, "1001 + :i::bigint * 7919 % " + population.customers()),
                                new Variation(Repetition.UUID, "gen_random_uuid()"),
                                AUDIT_CONTEXT)));
    }

    Call profile() {
        Script script = expecting(
                200,
                () -> Http.bare(
                        "GET", "/api/rest/portal/profile", "Authorization: Bearer " + sessions.accessToken(random)));
        return new Call(
                "profile read",
                script,
                Call.Preparation.NONE,
                new Repetition(
                        List.of(secondHalf()), List.of(new Variation(UUIDS, "array[md5('session' || :i)::uuid]"))));
    }

    Call lookUp() {
        Script script = expecting(
                200, () -> Http.bare("HEAD", "/api/rest/portal/customers/email/" + Population.address(anybody())));
        return new Call(
                "HEAD look-up",
                script,
                Call.Preparation.NONE,
                new Repetition(
                        List.of("\\set i random(1, " + population.customers() + ")"),
                        List.of(
                                // whose permits are taken: the address's and the network's, of which the load has 64
                                new Variation(
                                        UUIDS,
                                        "'{' || md5('address' || :i)::uuid || ',' || md5('network' || :i % 64)::uuid || '}'"),
                                new Variation(ADDRESS, "'customer' || :i || '@bench.example.com'"))));
    }

    Call register() {
        String run = UUID.randomUUID().toString();
        AtomicLong next = new AtomicLong();
        Script script = expecting(
                201,
                () -> Http.json(
                        "/api/rest/portal/password-register",
                        "{\"email\":\"new%d-%s@bench.example.com\",\"password\":\"a fine long one\",\"firstName\":\"Nora\",\"lastName\":\"Quist\"}"
                                .formatted(next.incrementAndGet(), run)));
        return new Call("register", script, Call.Preparation.NONE, null);
    }

    private long anybody() {
        return random.nextLong(1, population.customers() + 1);
    }

    /** pgbench leaves the sessions alone whose tokens are out. */
    private String secondHalf() {
        return "\\set i random(%d, %d)".formatted(population.customers() / 2 + 1, population.customers());
    }

    /** Makes the next request. */
    @FunctionalInterface
    interface Next {
        /** The next request. */
        byte[] request();
    }

    static Script expecting(int status, Next next) {
        return new Script() {
            @Override
            public byte[] request(int connection) {
                return next.request();
            }

            @Override
            public boolean answered(int connection, Answer answer) {
                return answer.status() == status;
            }
        };
    }
}
