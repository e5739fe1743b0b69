package io.vestibule.support;

import io.vestibule.sql.Connections;
import io.vestibule.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of which no connection is to be had, for a reason that isn't the database's: an {@link Error}. */
public final class BrokenDatabase implements Connections {
    private final AtomicInteger asked = new AtomicInteger();

    /** It, for stores. */
    public Sql sql() {
        return new Sql(this);
    }

    /** How often it was asked for a connection. */
    public int asked() {
        return asked.get();
    }

    @Override
    public Connection open() {
        asked.incrementAndGet();
        throw new NoClassDefFoundError("a test's");
    }

    @Override
    public void close(Connection connection) {}

    @Override
    public void failed(SQLException fault) {}
}
