package io.vestibule.admin;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an import's files are while something else is done to the import at the same time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportFilesTest {
    private static final Map<String, String> CSV = Map.of("Content-Type", "text/csv");

    private final Installation installation = Installation.demo(Generous.limits());
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

    /** The path of a new import. */
    private String uploaded(String file) {
        Reply reply = owner.send("POST", "/portals/1/imports?name=first.csv", CSV, file);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return "/imports/" + reply.text("id");
    }

    private long waiting() {
        return installation.count("""
                select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                """);
    }

    @Test
    void of_two_files_of_one_name_that_come_at_once_one_is_taken() {
        String path = uploaded("email\none@example.com\n");
        List<Reply> replies = installation
                .sql()
                .inTransaction(h -> {
                    h.execute("select from import_job where id = " + path.substring("/imports/".length())
                            + " for update");
                    List<CompletableFuture<Reply>> sent = Stream.of("two", "three")
                            .map(who -> CompletableFuture.supplyAsync(() -> owner.send(
                                    "POST", path + "/files?name=more.csv", CSV, "email\n" + who + "@example.com\n")))
                            .toList();
                    until(() -> waiting() == 2);
                    return sent;
                })
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(200, 409);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 409)
                .extracting(reply -> reply.text("detail"))
                .containsExactly("The import has a file of this name.");
        assertThat(((Json.Array) owner.get(path).json().get("files")).items()).hasSize(2);
    }

    @Test
    void a_file_that_comes_after_the_import_was_begun_is_told_so() {
        String path = uploaded("email\nfour@example.com\n");
        try (RawConnection connection = new RawConnection(server.port())) {
            connection.write("POST " + Admin.ROOT + path + "/files?name=late.csv HTTP/1.1\r\nHost: localhost\r\n"
                    + "Authorization: Bearer " + owner.key()
                    + "\r\nContent-Type: text/csv\r\nContent-Length: 200000\r\n\r\n"
                    + "x".repeat(199_999));
            until(() ->
                    installation.count("select count(*) from import_file where name = 'late.csv' and bytes > 0") == 1);
            assertThat(owner.post(path + "/start", null).status()).isEqualTo(200);
            Imported.awaited(owner, path, "done");
            Reply late = connection.write("\n").read();
            assertThat(late.status()).isEqualTo(409);
            assertThat(late.text("detail")).isEqualTo("The import's state doesn't allow that now.");
        }
    }

    @Test
    void a_download_of_refused_lines_that_are_removed_meanwhile_doesnt_look_whole() {
        String path = uploaded("email\nbad\n");
        assertThat(owner.post(path + "/check", null).status()).isEqualTo(200);
        Imported.awaited(owner, path, "checked");
        assertThat(owner.get(path + "/errors?of=check").body()).contains("bad");
        installation.sql("update import_pass set error_bytes = error_bytes + 1"); // another piece was there
        assertThatThrownBy(() -> owner.get(path + "/errors?of=check")).hasRootCauseInstanceOf(IOException.class);
    }
}
