package io.vestibule.support;

import io.vestibule.sql.Connections;
import io.vestibule.sql.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Straight to a database, past any server and pool: a new connection each time. */
public record Direct(String url, String user, String password) implements Connections {
    public static Sql sql(String url, String user, String password) {
        return new Sql(new Direct(url, user, password));
    }

    @Override
    public Connection open() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public void close(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void failed(SQLException fault) {
        // The test is told
    }
}
