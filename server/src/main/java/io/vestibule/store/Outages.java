package io.vestibule.store;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from a statement that is wrong. */
public final class Outages {
    /**
     * Classes of SQLSTATE (PostgreSQL appendix A): connection exceptions, insufficient resources, operator intervention, system
     * errors, and rolled-back transactions, which a new try may well commit.
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58", "40");
    /** PostgreSQL's "read_only_sql_transaction". */
    private static final String READ_ONLY = "25006";

    private Outages() {}

    /** Whether the same request may succeed a moment later. */
    public static boolean isOutage(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                return isOutage(sql.getSQLState());
            }
        }
        return false;
    }

    /** Whether the database answers, but only reads: another server took over, or it never was the primary. */
    public static boolean isReadOnly(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && READ_ONLY.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** None has what the pool says of a connection that it took away because it broke. */
    private static boolean isOutage(@Nullable String state) {
        return state == null
                || (state.length() == 5 && (CLASSES.contains(state.substring(0, 2)) || state.equals(READ_ONLY)));
    }
}
