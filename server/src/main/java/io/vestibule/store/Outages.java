package io.vestibule.store;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from a statement that is wrong. */
public final class Outages {
    /** Classes of SQLSTATE (PostgreSQL appendix A): connection exceptions, insufficient resources, operator intervention, system errors. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");
    /** The class of transactions that were rolled back, for a deadlock say: a new try may well commit. */
    private static final String ROLLED_BACK = "40";
    /** PostgreSQL's "read_only_sql_transaction". */
    private static final String READ_ONLY = "25006";

    private Outages() {}

    /** Whether the same request may succeed a moment later. */
    public static boolean isOutage(Throwable fault) {
        return isAway(fault) || isRolledBack(fault);
    }

    private static boolean isRolledBack(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return isOf(sql.getSQLState(), ROLLED_BACK);
            }
        }
        return false;
    }

    /** Whether the database is away, for every request. */
    public static boolean isAway(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                return isAway(sql.getSQLState());
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
    private static boolean isAway(@Nullable String state) {
        return state == null || state.equals(READ_ONLY) || AWAY.stream().anyMatch(one -> isOf(state, one));
    }

    private static boolean isOf(@Nullable String state, String one) {
        return state != null && state.length() == 5 && state.startsWith(one);
    }
}
