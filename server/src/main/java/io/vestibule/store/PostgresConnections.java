package io.vestibule.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * New connections to PostgreSQL, made ready. Each is one on which one can write, and whose reads see what was written. Where a pooler stands between (it
 * tells another process than the one that answers) a connection to the server may be another one's in the next transaction, so
 * nothing is left behind on it: no prepared statement, no setting.
 */
final class PostgresConnections implements DataSource {
    /** PostgreSQL's "read_only_sql_transaction". */
    static final String READ_ONLY = "25006";

    static final String ONLY_READS =
            "The database only reads (a standby?): name the primary, or all hosts with" + " targetServerType=primary";

    /** Alone and without a function that writes: a balancer that sends reads to a standby sends this one there, too. */
    private static final String ONLY_READS_QUERY = "select current_setting('transaction_read_only') = 'on'";

    /**
     * Our statements look rows up by index, whatever the values: planned anew for each, those with arrays take twice the time. A plan is
     * kept, so it must not be one that reads a whole table because that was nearly empty when it was made. What has to be read whole is
     * read all the same, but PostgreSQL before 18 then takes it for so dear that it would compile it (JIT). A backend that waits for a
     * lock on behalf of nobody ends, where the server's system can tell. One whose node's machine has gone, without a word, ends within
     * half a minute, and what it has locked is free: by PostgreSQL's defaults that takes two hours.
     */
    private static final String SETTINGS = """
            select (case when pg_backend_pid() = ? then
                        set_config('plan_cache_mode', 'force_generic_plan', false)
                            || set_config('enable_seqscan', 'off', false)
                            || set_config('jit', 'off', false)
                            || set_config('client_connection_check_interval',
                                          case when version() ~ 'linux|darwin|bsd' then '2s' else '0' end, false)
                            || set_config('tcp_keepalives_idle', '10', false)
                            || set_config('tcp_keepalives_interval', '5', false)
                            || set_config('tcp_keepalives_count', '3', false)
                            || set_config('tcp_user_timeout', '25s', false)
                    end) is null as pooled
            """;

    private final String url;
    private final Properties properties = new Properties();
    private final boolean prepareAsTheUrlSays;

    PostgresConnections(String url, String user, String password, String name) {
        this.url = url.contains(",") && !url.contains(PGProperty.TARGET_SERVER_TYPE.getName() + "=")
                ? url + (url.contains("?") ? "&" : "?") + PGProperty.TARGET_SERVER_TYPE.getName() + "=primary"
                : url;
        this.prepareAsTheUrlSays = url.contains(PGProperty.PREPARE_THRESHOLD.getName() + "=");
        if (!user.isEmpty()) {
            PGProperty.USER.set(properties, user);
            PGProperty.PASSWORD.set(properties, password);
        }
        PGProperty.APPLICATION_NAME.set(properties, name);
        // The least that we work with. Else the driver says the name in a statement of its own, too late for a balancer
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
        PGProperty.CONNECT_TIMEOUT.set(properties, 1);
        PGProperty.SOCKET_TIMEOUT.set(properties, 2); // while it connects
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false); // it quotes rows
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = connect();
        try {
            makeReady(connection, connection.unwrap(PGConnection.class));
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Connection connect() throws SQLException {
        try {
            return DriverManager.getConnection(url, properties);
        } catch (SQLException e) {
            // The driver found servers, and none that writes; a server that it didn't find has a cause
            throw e.getCause() == null
                            && String.valueOf(e.getMessage()).contains(PGProperty.TARGET_SERVER_TYPE.getName())
                    ? new SQLException(ONLY_READS, READ_ONLY)
                    : e;
        }
    }

    private void makeReady(Connection connection, PGConnection driver) throws SQLException {
        if (says(connection.prepareStatement(ONLY_READS_QUERY))) {
            throw new SQLException(ONLY_READS, READ_ONLY);
        }
        PreparedStatement settings = connection.prepareStatement(SETTINGS);
        settings.setInt(1, driver.getBackendPID());
        if (says(settings) && !prepareAsTheUrlSays) {
            driver.setPrepareThreshold(0);
        }
        connection.setNetworkTimeout(Runnable::run, 0); // whoever uses it has their own
    }

    private static boolean says(PreparedStatement question) throws SQLException {
        try (question;
                ResultSet row = question.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("one user has all connections");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // The driver logs elsewhere
    }

    /** The driver's own limits hold. */
    @Override
    public void setLoginTimeout(int seconds) {
        PGProperty.LOGIN_TIMEOUT.set(properties, seconds);
    }

    /** So long the pool waits for a connection that is under way when it is closed. */
    @Override
    public int getLoginTimeout() {
        return 5;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the driver logs elsewhere");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("nothing is wrapped here");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
