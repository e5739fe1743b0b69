package io.vestibule.sql;

import java.sql.SQLException;

/** What the driver threw, unchecked. Its text is the driver's: no bound value is in it, so it may stand in a log. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
