package io.vestibule.transfer;

import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * What other records tell of customers, by the customers' keys, in a table of the connection's own: there may be more of it than fits
 * into memory, in any order.
 */
final class SideStore implements OtherSystem.SideRows, AutoCloseable {
    private static final int BATCH = 5_000;

    private final Sql sql;
    private final Set<String> attributes;
    private final Unmapped unmapped;
    private final List<Row> waiting = new ArrayList<>();
    private @Nullable Handle h;

    private record Row(String key, String name, String value) {}

    /**
     * An empty one.
     *
     * @param attributes that profiles have
     * @param unmapped   where rows are counted that have no place in a profile
     */
    SideStore(Sql sql, Set<String> attributes, Unmapped unmapped) {
        this.sql = sql;
        this.attributes = attributes;
        this.unmapped = unmapped;
    }

    @Override
    public void put(String key, String name, String value) {
        waiting.add(new Row(key, name, value.replace('\0', '\uFFFD')));
        if (waiting.size() == BATCH) {
            store();
        }
    }

    @Override
    public void more(String key, String name, String value) {
        if (attributes.contains(name)) {
            put(key, name, value);
        } else {
            unmapped.add(name);
        }
    }

    /** All is told. */
    void complete() {
        if (!waiting.isEmpty()) {
            store();
        }
        if (h != null) {
            h.execute("create index on import_side (key)");
            h.execute("analyze import_side");
        }
    }

    private void store() {
        try {
            table().connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy import_side from stdin",
                            CopyText.of(
                                    waiting,
                                    (row, text) ->
                                            text.add(row.key()).add(row.name()).add(row.value())));
            waiting.clear();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Handle table() {
        if (h == null) {
            h = made(sql.open());
        }
        return h;
    }

    private static Handle made(Handle opened) {
        try {
            opened.execute("create temp table import_side (key text, name text, value text)");
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** What is told of customers, by key and name, in the order in which it was told. */
    Map<String, Map<String, List<String>>> of(Collection<String> keys) {
        if (h == null) {
            return Map.of();
        }
        Map<String, Map<String, List<String>>> found = new HashMap<>();
        h.statement("select key, name, value from import_side where key = any(:keys) order by ctid")
                .bindArray("keys", "text", keys)
                .map(rs -> found.computeIfAbsent(rs.getString("key"), key -> new LinkedHashMap<>())
                        .computeIfAbsent(rs.getString("name"), name -> new ArrayList<>())
                        .add(rs.getString("value")))
                .list();
        return found;
    }

    @Override
    public void close() {
        try (Handle opened = h) {
            if (opened != null) {
                opened.execute("drop table import_side");
            }
        }
    }
}
