package io.vestibule.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.support.TestDatabases;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class PostgresConnectionsTest {
    /** The first packet of a client, up to which nothing is said: its length, the protocol's version, names and values. */
    private static String firstPacket(ServerSocket server) {
        try (Socket client = server.accept();
                var in = new DataInputStream(client.getInputStream())) {
            return new String(in.readNBytes(in.readInt() - 4), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** pgpool-II chooses the server for a session by what stands there (app_name_redirect_preference_list). */
    @Test
    void a_balancer_sees_whose_session_it_is_from_its_first_packet() throws IOException {
        try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var packet = CompletableFuture.supplyAsync(() -> firstPacket(server));
            var connections = new PostgresConnections(
                    "jdbc:postgresql://127.0.0.1:" + server.getLocalPort()
                            + "/vestibule?sslmode=disable&gssEncMode=disable",
                    "vestibule",
                    "",
                    "vestibule 1a2b3c");

            assertThatThrownBy(connections::getConnection).isInstanceOf(SQLException.class);
            assertThat(packet.join()).contains("application_name\0vestibule 1a2b3c\0");
        }
    }

    /** A plan is kept for as long as its connection lives, and tables such as that of codes are empty before the first and after a sweep. */
    @Test
    void a_plan_that_was_made_of_an_empty_table_finds_rows_by_index() throws SQLException {
        TestDatabases.Place place = TestDatabases.empty();
        var connections = new PostgresConnections(place.url(), place.user(), place.password(), "vestibule");
        try (var connection = connections.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table code (hash bytea primary key)");
            statement.execute("vacuum analyze code");
            statement.execute("prepare redeem (bytea) as select from code where hash = $1");
            statement.execute("execute redeem ('none')");
            statement.execute("insert into code select sha256(n::text::bytea) from generate_series(1, 1000) n");

            assertThat(DatabaseProbe.one(connection, "explain execute redeem ('none')"))
                    .contains("code_pkey");
        }
    }
}
