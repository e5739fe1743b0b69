package io.vestibule.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from and go back to. A connection commits each statement by itself. */
public interface Connections {
    /** A connection for whoever asks, until it is given back. */
    Connection open() throws SQLException;

    /** Takes a connection back. */
    void close(Connection connection) throws SQLException;

    /** Is told of each statement that failed. */
    void failed(SQLException fault);
}
