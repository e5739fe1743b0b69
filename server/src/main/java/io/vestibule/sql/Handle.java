package io.vestibule.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection, for one thread. */
public final class Handle implements AutoCloseable {
    private final Connections connections;
    private final Connection connection;

    Handle(Connections connections, Connection connection) {
        this.connections = connections;
        this.connection = connection;
    }

    /** What the driver does. */
    @FunctionalInterface
    interface Work<R extends @Nullable Object> {
        R run() throws SQLException;
    }

    /** Runs what may fail at the database. */
    <R extends @Nullable Object> R attempt(Work<R> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            connections.failed(e);
            throw new DatabaseException(e);
        }
    }

    /** A statement that reads or writes, with parameters as {@code :name}. The driver prepares a text that comes again. */
    public Statement statement(String sql) {
        NamedParameters parameters = NamedParameters.of(sql);
        return new Statement(this, parameters, attempt(() -> connection.prepareStatement(parameters.sql())));
    }

    /** Runs statements with parameters as {@code ?}. */
    public void execute(String sql, @Nullable Object... values) {
        attempt(() -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                return statement.execute();
            }
        });
    }

    /** Works in one transaction of this connection, which has none. */
    public <R extends @Nullable Object> R inTransaction(Function<Handle, R> work) {
        attempt(() -> autoCommit(false));
        try {
            R result = work.apply(this);
            attempt(() -> {
                connection.commit();
                return true;
            });
            return result;
        } catch (Throwable e) {
            undo(e);
            throw e;
        } finally {
            restore();
        }
    }

    private boolean autoCommit(boolean on) throws SQLException {
        connection.setAutoCommit(on);
        return on;
    }

    private void undo(Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /** A connection that broke can't be restored: whoever has it back sees that. */
    private void restore() {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            connections.failed(e);
        }
    }

    /** Undoes what the transaction did so far. */
    public void rollback() {
        attempt(() -> {
            connection.rollback();
            return true;
        });
    }

    /** The driver's connection. */
    public Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connections.close(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
