package io.vestibule.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** RFC 9110 section 10.1.1, RFC 9112 sections 6, 7.1 and 9: a file comes as its sender likes, is never held whole, and leaves nothing if it doesn't come whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportUploadTest {
    private static final int MIB = 1 << 20;

    private final Installation installation =
            Installation.demo(Generous.limitsAnd(Map.of("VESTIBULE_IMPORT_MAX_MEBIBYTES", "64")));
    private Client server;
    private Admin owner;

    @BeforeAll
    void start() {
        server = installation.node();
        owner = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private RawConnection open() {
        return new RawConnection(server.port());
    }

    private String head(String name, String key, String headers) {
        return "POST " + Admin.ROOT + "/portals/1/imports?name=" + name + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Authorization: Bearer " + key + "\r\nContent-Type: text/csv\r\n" + headers + "\r\n";
    }

    private String head(String name, String headers) {
        return head(name, owner.key(), headers);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private long files(String name) {
        return installation.count(
                "select count(*) from import_file f join import_job j on j.id = f.job_id where f.name = ? and j.deleted_at is null",
                name);
    }

    /** Nothing of it is shown, and soon nothing is stored. */
    private void leavesNothing(String name) {
        while (files(name) > 0) {}
        while (installation.count(
                        "select count(*) from import_piece p join import_file f on f.id = p.file_id where f.name = ?",
                        name)
                > 0) {}
    }

    @Test
    void a_client_that_asks_first_hears_continue_only_if_it_may_send() {
        String asking = "Expect: 100-continue\r\nContent-Length: 8\r\n";
        try (RawConnection connection = open()) {
            connection.write(head("may-not", "vst_nonsense", asking));
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
        Admin viewer = Admin.of(installation, server, Role.VIEWER, PortalScope.ALL);
        try (RawConnection connection = open()) {
            connection.write(head("may-not", viewer.key(), asking));
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 403 Forbidden");
        }
        try (RawConnection connection = open()) {
            connection.write(head("may", asking));
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(connection.nextLine()).isEmpty();
            assertThat(connection.write("email\na\n").read().status()).isEqualTo(201);
            assertThat(connection
                            .write(head("next", "Content-Length: 6\r\n") + "email\n")
                            .read()
                            .status())
                    .as("the connection goes on")
                    .isEqualTo(201);
        }
        assertThat(files("may-not")).isZero();
    }

    @Test
    void a_length_over_the_limit_is_refused_before_anything_is_sent() {
        try (RawConnection connection = open()) {
            connection.write(head("long", "Expect: 100-continue\r\nContent-Length: " + (64L * MIB + 1) + "\r\n"));
            assertThat(connection.nextLine()).isEqualTo("HTTP/1.1 413 Content Too Large");
        }
        try (RawConnection connection = open()) {
            connection.write(head("long", "Content-Length: 1099511627776\r\n"));
            Reply reply = connection.read();
            assertThat(Admin.problem(reply)).isEqualTo("too-large 413");
            assertThat(reply.header("Connection")).isEqualTo("close");
        }
        assertThat(files("long")).isZero();
    }

    @Test
    void what_comes_in_chunks_is_taken_up_to_the_limit_and_refused_beyond() {
        String mebibyte = chunk("x".repeat(MIB - 1) + "\n");
        try (RawConnection connection = open()) {
            connection.write(head("whole.csv", "Transfer-Encoding: chunked\r\n"));
            byte[] bytes = mebibyte.getBytes(ISO_8859_1);
            assertThat(connection.taken(bytes, 63)).isEqualTo(63);
            Reply reply = connection.write(chunk("x") + "0\r\n\r\n").read();
            assertThat(reply.status()).as(reply.body()).isEqualTo(201);
            assertThat(reply.text("bytes")).isEqualTo(Integer.toString(63 * MIB + 1));
            assertThat(installation.count("""
                            select sum(length(content)) from import_piece p join import_file f on f.id = p.file_id
                            where f.name = 'whole.csv'
                            """)).isEqualTo(63 * MIB + 1);
        }
        try (RawConnection connection = open()) {
            connection.write(head("longer.csv", "Transfer-Encoding: chunked\r\n"));
            connection.taken(mebibyte.getBytes(ISO_8859_1), 64);
            Reply reply = connection.write(chunk("x")).read();
            assertThat(Admin.problem(reply)).isEqualTo("too-large 413");
            assertThat(connection.hungUp()).isTrue();
        }
        leavesNothing("longer.csv");
    }

    @Test
    void a_client_that_goes_away_leaves_nothing() {
        try (RawConnection connection = open()) {
            connection.write(head("half.csv", "Content-Length: 1000000\r\n") + "email\n".repeat(60_000));
            while (installation.count("select count(*) from import_file where name = 'half.csv' and bytes > 0") == 0) {}
        }
        leavesNothing("half.csv");
        assertThat(owner.all("/portals/1/imports"))
                .noneMatch(one -> one.toString().contains("half.csv"));
    }

    @Test
    void one_that_sends_too_slowly_is_told_so_and_leaves_nothing() {
        try (RawConnection connection = open()) {
            connection.write(head("slow.csv", "Content-Length: 1000000\r\n") + "email\n");
            assertThat(Admin.problem(connection.read())).isEqualTo("timeout 408");
        }
        leavesNothing("slow.csv");
    }

    @Test
    void chunks_that_are_invalid_are_refused_and_the_connection_closed() {
        for (String bad : new String[] {"x\r\n", "5\r\nemailX\r\n0\r\n\r\n", "5\nemail\r\n0\r\n\r\n", "-1\r\n\r\n"}) {
            try (RawConnection connection = open()) {
                Reply reply = connection
                        .write(head("bad.csv", "Transfer-Encoding: chunked\r\n") + bad
                                + "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .end()
                        .read();
                assertThat(Admin.problem(reply)).as(bad).isEqualTo("malformed 400");
                assertThat(connection.hungUp()).as("no second answer").isTrue();
            }
        }
        leavesNothing("bad.csv");
    }
}
