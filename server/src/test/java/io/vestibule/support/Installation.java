package io.vestibule.support;

import io.vestibule.Server;
import io.vestibule.config.Config;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Sql;
import io.vestibule.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A database of its own and the servers that run on it. */
public final class Installation implements AutoCloseable {
    private final TestDatabases.Place place;
    private final Map<String, String> settings;
    private final List<Node> nodes = new ArrayList<>();
    private final Sql sql;

    private record Node(Database database, Server server) {
        void stop() {
            server.close();
            database.close();
        }
    }

    /** How a server starts, where not as usual. */
    @FunctionalInterface
    public interface Start {
        Server start(Config config, Database database, MasterKey keys);
    }

    private Installation(TestDatabases.Place place, Map<String, String> settings) {
        this.place = place;
        this.settings = settings;
        this.sql = place.sql();
    }

    /** The demo data in test mode; no server yet. */
    public static Installation demo() {
        return demo(Map.of());
    }

    /** The same with some settings changed: {@code VESTIBULE_…} to value. */
    public static Installation demo(Map<String, String> changes) {
        TestDatabases.Place place = TestDatabases.demo();
        Map<String, String> settings = new HashMap<>(Map.of(
                "VESTIBULE_MODE",
                "test",
                "VESTIBULE_HTTP_PORT",
                "0",
                "VESTIBULE_MANAGEMENT_PORT",
                "0",
                "VESTIBULE_PUBLIC_URL",
                "http://localhost:8080",
                "VESTIBULE_DATABASE_URL",
                place.url(),
                "VESTIBULE_DATABASE_USER",
                place.user(),
                "VESTIBULE_DATABASE_PASSWORD",
                place.password(),
                "VESTIBULE_MASTER_KEY",
                TestDatabases.MASTER_KEY));
        settings.putAll(changes);
        return new Installation(place, settings);
    }

    /**
     * Starts one more server on the database and gives a client of it. Any of several may send a mail, and each has a dev inbox of its own:
     * who reads mail runs one alone.
     */
    public Client node() {
        return node(Map.of());
    }

    /** The same with some settings changed for this one. */
    public Client node(Map<String, String> changes) {
        return node(changes, Server::start);
    }

    /** The same, started in another way. */
    public Client node(Map<String, String> changes, Start start) {
        Map<String, String> own = new HashMap<>(settings);
        own.putAll(changes);
        Config config = Config.read(own);
        Database database = Database.open(config.database());
        Server server = start.start(config, database, MasterKey.of(Secret.of(TestDatabases.MASTER_KEY)));
        nodes.add(new Node(database, server));
        return new Client(server.port(), server.managementPort());
    }

    /** Runs a test beside one more server, which stops after it. */
    public void withAnotherNode(Consumer<Client> test) {
        Client another = node();
        Node last = nodes.getLast();
        try {
            test.accept(another);
        } finally {
            nodes.remove(last);
            last.stop();
        }
    }

    /** The database, past any server: tests age rows and look at what is stored. */
    public Sql sql() {
        return sql;
    }

    /** Where the database is. */
    public TestDatabases.Place place() {
        return place;
    }

    /** Runs a statement on the database. */
    public void sql(String statement, Object... values) {
        sql.useHandle(h -> h.execute(statement, values));
    }

    /** The single number that a query gives. */
    public long count(String query, Object... values) {
        return sql.withHandle(h -> {
            try (var select = h.connection().prepareStatement(query)) {
                for (int i = 0; i < values.length; i++) {
                    select.setObject(i + 1, values[i]);
                }
                try (ResultSet rows = select.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the test's own query failed", e);
            }
        });
    }

    /** Stops the servers; the database stays. */
    public void stop() {
        nodes.forEach(Node::stop);
        nodes.clear();
    }

    @Override
    public void close() {
        stop();
    }
}
