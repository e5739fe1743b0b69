package io.vestibule.store;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Tells a database that is away from a statement that is wrong. */
public final class Outages {
    /**
     * Classes of SQLSTATE (PostgreSQL appendix A): connection exceptions, insufficient resources, operator intervention, system
     * errors, and rolled-back transactions, which a new try may well commit.
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58", "40");

    private Outages() {}

    /** Whether the same request may succeed a moment later. */
    public static boolean isOutage(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().length() == 5
                        && CLASSES.contains(sql.getSQLState().substring(0, 2));
            }
        }
        return false;
    }
}
