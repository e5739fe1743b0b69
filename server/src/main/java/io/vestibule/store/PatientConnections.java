package io.vestibule.store;

import io.vestibule.sql.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Connections for an operator's commands: a statement takes as long as it takes. */
final class PatientConnections implements Connections {
    private final DataSource pool;

    PatientConnections(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Connection open() throws SQLException {
        return RequestConnections.open(pool, Duration.ZERO);
    }

    @Override
    public void close(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void failed(SQLException fault) {
        // Whoever gave the command is told
    }
}
