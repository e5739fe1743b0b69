package io.vestibule.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows that a statement gives; each of the methods runs it. */
public final class Rows<T extends @Nullable Object> {
    private final Handle handle;
    private final PreparedStatement prepared;
    private final Reading<T> reading;

    Rows(Handle handle, PreparedStatement prepared, Reading<T> reading) {
        this.handle = handle;
        this.prepared = prepared;
        this.reading = reading;
    }

    /** Reads the row at which a result stands. */
    @FunctionalInterface
    public interface Reading<T extends @Nullable Object> {
        T read(ResultSet row) throws SQLException;
    }

    /** All of them. */
    public List<T> list() {
        List<T> all = new ArrayList<>();
        forEach(all::add);
        return all;
    }

    /** Goes through them without keeping them. */
    public void forEach(Consumer<? super T> consumer) {
        handle.attempt(() -> {
            try (prepared;
                    ResultSet rows = prepared.executeQuery()) {
                while (rows.next()) {
                    consumer.accept(reading.read(rows));
                }
                return true;
            }
        });
    }

    /** The only one, if there is one. */
    public Optional<T> findOne() {
        List<T> all = list();
        if (all.size() > 1) {
            throw new IllegalStateException("one row was expected, and there are " + all.size());
        }
        return all.isEmpty() ? Optional.empty() : Optional.ofNullable(all.getFirst());
    }

    /** The only one. */
    public T one() {
        List<T> all = list();
        if (all.size() != 1) {
            throw new IllegalStateException("one row was expected, and there are " + all.size());
        }
        return all.getFirst();
    }
}
