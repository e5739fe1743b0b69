package io.vestibule.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** What the tests ask a database and the machine. */
final class DatabaseProbe {
    private DatabaseProbe() {}

    static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    static String one(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Commits a note. */
    static void write(String url, String password, String note) throws SQLException {
        try (var connection = DriverManager.getConnection(url, EmbeddedPostgres.USER, password);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS note (text text NOT NULL)");
            statement.execute("INSERT INTO note VALUES ('" + note + "')");
        }
    }

    /** All notes, separated by commas. */
    static String notes(EmbeddedPostgres postgres) throws SQLException {
        try (var connection = connect(postgres)) {
            return one(connection, "SELECT string_agg(text, ', ') FROM note");
        }
    }

    /** The processes that run a program unpacked in the folder. */
    static List<String> processesOf(Path dataDir) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().command().stream())
                .filter(program -> program.startsWith(dataDir + "/postgres-"))
                .toList();
    }
}
