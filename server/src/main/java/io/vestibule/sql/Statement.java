package io.vestibule.sql;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A statement and its values, to be run once. A name that the statement doesn't have is refused; a parameter without a value
 * is the driver's fault when it runs.
 */
public final class Statement {
    private final Handle handle;
    private final NamedParameters parameters;
    private final PreparedStatement prepared;

    Statement(Handle handle, NamedParameters parameters, PreparedStatement prepared) {
        this.handle = handle;
        this.parameters = parameters;
        this.prepared = prepared;
    }

    /** Sets a value at a place. */
    @FunctionalInterface
    private interface Setting {
        void at(int place) throws SQLException;
    }

    private Statement set(String name, Setting setting) {
        return handle.attempt(() -> {
            List<Integer> places = parameters.places().get(name);
            if (places == null) {
                throw new IllegalArgumentException("the statement has no parameter " + name);
            }
            for (int place : places) {
                setting.at(place);
            }
            return this;
        });
    }

    public Statement bind(String name, @Nullable String value) {
        return set(name, place -> prepared.setString(place, value));
    }

    public Statement bind(String name, long value) {
        return set(name, place -> prepared.setLong(place, value));
    }

    public Statement bind(String name, @Nullable Long value) {
        return value == null
                ? set(name, place -> prepared.setNull(place, Types.BIGINT))
                : bind(name, value.longValue());
    }

    public Statement bind(String name, int value) {
        return set(name, place -> prepared.setInt(place, value));
    }

    public Statement bind(String name, double value) {
        return set(name, place -> prepared.setDouble(place, value));
    }

    public Statement bind(String name, boolean value) {
        return set(name, place -> prepared.setBoolean(place, value));
    }

    public Statement bind(String name, @Nullable Boolean value) {
        return value == null
                ? set(name, place -> prepared.setNull(place, Types.BOOLEAN))
                : bind(name, value.booleanValue());
    }

    public Statement bind(String name, @Nullable BigDecimal value) {
        return set(name, place -> prepared.setBigDecimal(place, value));
    }

    public Statement bind(String name, byte @Nullable [] value) {
        return set(name, place -> prepared.setBytes(place, value));
    }

    public Statement bind(String name, UUID value) {
        return set(name, place -> prepared.setObject(place, value));
    }

    public Statement bind(String name, @Nullable Instant value) {
        OffsetDateTime moment = value == null ? null : value.atOffset(ZoneOffset.UTC);
        return set(name, place -> prepared.setObject(place, moment, Types.TIMESTAMP_WITH_TIMEZONE));
    }

    /**
     * Binds an array.
     *
     * @param type PostgreSQL's, of the elements: {@code text}, {@code bigint}, {@code uuid}, {@code bytea}
     */
    public Statement bindArray(String name, String type, Collection<?> values) {
        // The driver takes bytes in no array but one of theirs
        Object[] elements = type.equals("bytea") ? values.toArray(byte[][]::new) : values.toArray();
        return set(name, place -> prepared.setArray(place, handle.connection().createArrayOf(type, elements)));
    }

    /** Binds an array of what each of the things has. */
    public <T> Statement bindArray(String name, String type, Collection<T> things, Function<T, ?> value) {
        return bindArray(name, type, things.stream().map(value).toList());
    }

    /** Binds what somebody else knows how to bind. */
    public Statement with(Consumer<Statement> values) {
        values.accept(this);
        return this;
    }

    /** Runs it for what it changes; how many rows that were. */
    public int execute() {
        return handle.attempt(() -> {
            try (prepared) {
                return prepared.executeUpdate();
            }
        });
    }

    /** What a row is read as. */
    public <T extends @Nullable Object> Rows<T> map(Rows.Reading<T> reading) {
        return new Rows<>(handle, prepared, reading);
    }

    /** The first column: a String, Long, Integer or Boolean. */
    @SuppressWarnings("NullAway") // it takes a lambda's result for never null
    public <T> Rows<@Nullable T> mapTo(Class<T> type) {
        return map(row -> {
            T value = type.cast(first(row, type));
            return row.wasNull() ? null : value;
        });
    }

    /** The driver's own way for any class makes no narrower number of a wider one. */
    private static @Nullable Object first(ResultSet row, Class<?> type) throws SQLException {
        if (type == Long.class) {
            return row.getLong(1);
        }
        if (type == Integer.class) {
            return row.getInt(1);
        }
        if (type == Boolean.class) {
            return row.getBoolean(1);
        }
        if (type == String.class) {
            return row.getString(1);
        }
        throw new IllegalArgumentException("a first column is not read as " + type);
    }
}
