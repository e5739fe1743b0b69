package io.vestibule.store;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.config.DatabaseConfig;
import io.vestibule.demo.DemoStore;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Callers;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "Another server takes over: 503 until then, nothing acknowledged is lost, and all is well after that" (operations). */
class FailoverTest {
    private static final int CUSTOMERS_AT_ONCE = 4;

    @TempDir
    Path temp;

    private ReplicatedPostgres postgres;
    private Installation installation;
    private Client server;

    private final AtomicBoolean over = new AtomicBoolean();
    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final Queue<String> registered = new ConcurrentLinkedQueue<>();
    /** How many registrations in a row were answered by 201. */
    private final AtomicInteger answered = new AtomicInteger();

    private final Queue<Duration> times = new ConcurrentLinkedQueue<>();
    private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void start() throws IOException {
        postgres = new ReplicatedPostgres(temp.toRealPath().resolve("data"));
        fill();
        installation = Installation.demo(Generous.limitsAnd(Map.of(
                "VESTIBULE_DATABASE_URL", postgres.url(),
                "VESTIBULE_DATABASE_USER", postgres.user(),
                "VESTIBULE_DATABASE_PASSWORD", postgres.password())));
        server = installation.node();
        for (int i = 0; i < CUSTOMERS_AT_ONCE; i++) {
            customers.execute(() -> {
                while (!over.get()) {
                    register("customer" + number.incrementAndGet() + "@example.com");
                }
            });
        }
        until(() -> registered.size() >= 10);
    }

    private void fill() {
        try (Database database = Database.open(new DatabaseConfig(
                postgres.url(), postgres.user(), Secret.of(postgres.password()), 2, temp, 10_000_001))) {
            database.migrate();
            new DemoStore(database.sql())
                    .fill(new Callers(
                            new PortalStore(database.sql()),
                            new ApiClientStore(database.sql()),
                            MasterKey.of(Secret.of(TestDatabases.MASTER_KEY))));
        }
    }

    @AfterEach
    void stop() {
        over.set(true);
        customers.close();
        installation.close();
        postgres.close();
    }

    private void register(String address) {
        long begin = System.nanoTime();
        Reply reply = server.post(
                "/api/rest/portal/passwordless-register",
                "{\"url\":\"https://portal.example.com/sign-in\",\"email\":\"%s\"}".formatted(address));
        times.add(Duration.ofNanos(System.nanoTime() - begin));
        if (reply.status() == 201) {
            registered.add(address);
            answered.incrementAndGet();
        } else {
            refusals.add(reply.status());
            answered.set(0);
        }
    }

    /** Customers register again, more times in a row than there are connections: none of them is dead. */
    private void goesOn() {
        until(() -> answered.get() >= 40);
    }

    private void nothingIsLost() {
        over.set(true);
        customers.close();
        assertThat(times).as("each answered in time").allMatch(time -> time.compareTo(Duration.ofSeconds(3)) < 0);
        assertThat(refusals).containsOnly(503);
        assertThat(registered)
                .allSatisfy(address -> assertThat(
                                server.exchange("HEAD", "/api/rest/portal/customers/email/" + address, Map.of(), null)
                                        .status())
                        .isEqualTo(200));
    }

    @Test
    void a_planned_switch_over_costs_some_503_and_loses_nothing() {
        postgres.stopPrimary();
        answered.set(0);
        postgres.promote();

        goesOn();
        nothingIsLost();
    }

    @Test
    void a_primary_that_stands_still_is_left_as_soon_as_another_takes_over() {
        postgres.freezePrimary();
        until(() -> !refusals.isEmpty());
        assertThat(server.management("/readyz").status()).isEqualTo(503);

        postgres.promote();
        goesOn();
        nothingIsLost();
    }
}
