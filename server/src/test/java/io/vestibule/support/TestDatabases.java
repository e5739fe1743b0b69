package io.vestibule.support;

import io.vestibule.demo.DemoStore;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Callers;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Sql;
import io.vestibule.store.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * One embedded PostgreSQL for the whole JVM, and fresh databases in it, copied from templates in some milliseconds. It doesn't wait for the
 * disk: what a test wrote needn't outlive the machine's power.
 */
public final class TestDatabases {
    /** The master key of every test installation. */
    public static final String MASTER_KEY = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final EmbeddedPostgres POSTGRES = start();

    private TestDatabases() {}

    /** Where a database is. */
    public record Place(String url, String user, String password) {
        /** Straight to it, past any server. */
        public Sql sql() {
            return Direct.sql(url, user, password);
        }
    }

    /** A database with the schema and nothing else. */
    public static Place empty() {
        return copyOf("template_empty");
    }

    /** A database with the demo data. */
    public static Place demo() {
        return copyOf("template_demo");
    }

    private static synchronized Place copyOf(String template) {
        String name = "test_" + NUMBER.incrementAndGet();
        place("postgres").sql().useHandle(h -> h.execute("create database " + name + " template " + template));
        return place(name);
    }

    private static Place place(String database) {
        return new Place(POSTGRES.jdbcUrl(database), POSTGRES.user(), POSTGRES.password());
    }

    private static EmbeddedPostgres start() {
        EmbeddedPostgres postgres = EmbeddedPostgres.open(
                Path.of("target", "test-postgres-" + System.getProperty("vestibule.test.jvm", "1")));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(postgres::close));
        Sql admin = Direct.sql(postgres.jdbcUrl("postgres"), postgres.user(), postgres.password());
        // A run that was killed may have left it, and every commit would wait
        admin.useHandle(h -> h.execute("alter system reset synchronous_standby_names"));
        admin.useHandle(h -> h.execute("alter system set fsync = off"));
        admin.useHandle(h -> h.execute("select pg_reload_conf()"));
        admin.useHandle(h -> {
            h.statement("select datname from pg_database where datname ~ '^(test|template)_'")
                    .mapTo(String.class)
                    .list()
                    .forEach(old -> h.execute("drop database " + old + " with (force)"));
            h.execute("create database template_empty");
        });
        migrate(postgres, "template_empty");
        admin.useHandle(h -> h.execute("create database template_demo template template_empty"));
        Sql demo = Direct.sql(postgres.jdbcUrl("template_demo"), postgres.user(), postgres.password());
        Callers callers =
                new Callers(new PortalStore(demo), new ApiClientStore(demo), MasterKey.of(Secret.of(MASTER_KEY)));
        new DemoStore(demo).fill(callers);
        return postgres;
    }

    /** With ids of customers as a new installation begins them. */
    private static void migrate(EmbeddedPostgres postgres, String database) {
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(database), postgres.user(), postgres.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
        Direct.sql(postgres.jdbcUrl(database), postgres.user(), postgres.password())
                .useHandle(h -> h.statement("select setval('customer_id_seq', 10000000)")
                        .mapTo(Long.class)
                        .one());
    }
}
