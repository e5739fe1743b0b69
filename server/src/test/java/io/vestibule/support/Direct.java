package io.vestibule.support;

import io.vestibule.sql.Connections;
import io.vestibule.sql.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Straight to a database, past any server and pool. The connection that was used last stays open for the next statement on the same
 * database, as a new one costs more than most statements.
 */
public record Direct(String url, String user, String password) implements Connections {
    private static final AtomicReference<Idle> LAST = new AtomicReference<>();
    private static final int SECONDS_TO_ANSWER = 5;

    private record Idle(Direct place, Connection connection) {}

    public static Sql sql(String url, String user, String password) {
        return new Sql(new Direct(url, user, password));
    }

    @Override
    public Connection open() throws SQLException {
        Idle last = LAST.getAndSet(null);
        if (last != null) {
            if (last.place.equals(this) && last.connection.isValid(SECONDS_TO_ANSWER)) {
                return last.connection;
            }
            last.connection.close();
        }
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public void close(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        Idle before = LAST.getAndSet(new Idle(this, connection));
        if (before != null) {
            before.connection.close();
        }
    }

    @Override
    public void failed(SQLException fault) {
        // The test is told
    }
}
