package io.vestibule.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.audit.AuditContext;
import io.vestibule.sql.Connections;
import io.vestibule.sql.DatabaseException;
import io.vestibule.sql.Sql;
import io.vestibule.support.TestDatabases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An import whose connection can't have tables of its own, as that of a role without the privilege TEMPORARY. */
class UnmadeTablesTest {
    private final AtomicInteger lent = new AtomicInteger();
    private final TestDatabases.Place place = TestDatabases.empty();
    private final Sql sql = new Sql(new Connections() {
        @Override
        public Connection open() throws SQLException {
            Connection connection = DriverManager.getConnection(place.url(), place.user(), place.password());
            connection.createStatement().execute("set default_transaction_read_only = on");
            lent.incrementAndGet();
            return connection;
        }

        @Override
        public void close(Connection connection) throws SQLException {
            lent.decrementAndGet();
            connection.close();
        }

        @Override
        public void failed(SQLException fault) {}
    });

    @Test
    void a_dry_run_gives_its_connection_back() {
        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> new BatchStore(sql, 1, AuditContext.COMMAND, true));
        assertThat(lent).hasValue(0);
    }

    @Test
    void one_of_several_files_gives_its_connection_back() {
        SideStore sides = new SideStore(sql, Set.of(), new Unmapped());
        sides.put("1", "firstName", "Ann");
        assertThatExceptionOfType(DatabaseException.class).isThrownBy(sides::complete);
        sides.close();
        assertThat(lent).hasValue(0);
    }
}
