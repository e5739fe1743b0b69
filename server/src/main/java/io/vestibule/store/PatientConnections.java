package io.vestibule.store;

import io.vestibule.sql.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Connections for what takes longer than a request's statement may. */
final class PatientConnections implements Connections {
    private final DataSource pool;
    private final Duration limit;

    /** A statement takes as long as it takes. */
    PatientConnections(DataSource pool) {
        this(pool, Duration.ZERO);
    }

    /** A statement that takes longer than the limit is given up; the database ends it when it notices. */
    PatientConnections(DataSource pool, Duration limit) {
        this.pool = pool;
        this.limit = limit;
    }

    @Override
    public Connection open() throws SQLException {
        return RequestConnections.open(pool, limit);
    }

    @Override
    public void close(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void failed(SQLException fault) {
        // Whoever asked is told
    }
}
