package io.vestibule.sql;

import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The database, for stores. Each call takes a connection for as long as its work runs; what fails throws
 * {@link DatabaseException}. Safe for use by many threads at once.
 */
public final class Sql {
    private final Connections connections;

    public Sql(Connections connections) {
        this.connections = connections;
    }

    /** Tells of a statement that failed for this thread. */
    DatabaseException failed(SQLException fault) {
        connections.failed(fault);
        return new DatabaseException(fault);
    }

    /** A connection that the caller closes. */
    public Handle open() {
        try {
            return new Handle(connections, connections.open());
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** Works on a connection on which each statement commits by itself. */
    public <R extends @Nullable Object> R withHandle(Function<Handle, R> work) {
        try (Handle handle = open()) {
            return work.apply(handle);
        }
    }

    /** The same without a result. */
    public void useHandle(Consumer<Handle> work) {
        try (Handle handle = open()) {
            work.accept(handle);
        }
    }

    /** Works in one transaction: it commits when the work returns and rolls back when it throws. */
    public <R extends @Nullable Object> R inTransaction(Function<Handle, R> work) {
        return withHandle(handle -> handle.inTransaction(work));
    }

    /** The same without a result. */
    public void useTransaction(Consumer<Handle> work) {
        inTransaction(handle -> {
            work.accept(handle);
            return handle;
        });
    }

    /** The same on what the database holds at one moment, however long it takes (REPEATABLE READ). */
    public void useSnapshot(Consumer<Handle> work) {
        useTransaction(handle -> {
            handle.execute("set transaction isolation level repeatable read");
            work.accept(handle);
        });
    }
}
