package io.vestibule.sql;

import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The database, for stores. Each call takes a connection for as long as its work runs; what fails throws
 * {@link DatabaseException}. Safe for use by many threads at once.
 */
public final class Sql {
    /** The transaction that this thread works in, if it does: {@link #inUnit}. */
    private static final ScopedValue<Unit> UNIT = ScopedValue.newInstance();

    private final Connections connections;

    private record Unit(Connections connections, Handle handle) {}

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

    /** The transaction that this thread works in on this database; null where it works in none. */
    private @Nullable Handle unit() {
        Unit unit = UNIT.isBound() ? UNIT.get() : null;
        return unit != null && unit.connections().equals(connections) ? unit.handle() : null;
    }

    /**
     * Makes one transaction of all that the work asks of this database in this thread, by whatever stores: it commits when the work
     * returns and rolls back when it throws. What a store undoes by itself is undone for the whole.
     */
    public <R extends @Nullable Object> R inUnit(Supplier<R> work) {
        return unit() != null
                ? work.get()
                : inTransaction(handle ->
                        ScopedValue.where(UNIT, new Unit(connections, handle)).call(work::get));
    }

    /** The same on a connection that the caller has open, and that has no transaction. */
    public <R extends @Nullable Object> R inUnit(Handle open, Supplier<R> work) {
        return open.inTransaction(
                handle -> ScopedValue.where(UNIT, new Unit(connections, handle)).call(work::get));
    }

    /** Works on a connection on which each statement commits by itself. */
    public <R extends @Nullable Object> R withHandle(Function<Handle, R> work) {
        Handle unit = unit();
        if (unit != null) {
            return work.apply(unit);
        }
        try (Handle handle = open()) {
            return work.apply(handle);
        }
    }

    /** The same without a result. */
    public void useHandle(Consumer<Handle> work) {
        withHandle(handle -> {
            work.accept(handle);
            return handle;
        });
    }

    /** Works in one transaction: it commits when the work returns and rolls back when it throws. */
    public <R extends @Nullable Object> R inTransaction(Function<Handle, R> work) {
        Handle unit = unit();
        return unit == null ? withHandle(handle -> handle.inTransaction(work)) : work.apply(unit);
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
