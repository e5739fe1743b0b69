package io.vestibule.store;

import static io.vestibule.store.DatabaseProbe.connect;
import static io.vestibule.store.DatabaseProbe.notes;
import static io.vestibule.store.DatabaseProbe.one;
import static io.vestibule.store.DatabaseProbe.processesOf;
import static io.vestibule.store.DatabaseProbe.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    static Path shared;

    private static PreparedFolder prepared;

    @TempDir
    Path temp;

    private Path data;

    @BeforeAll
    static void prepareFolder() throws IOException {
        prepared = PreparedFolder.in(shared.resolve("data"));
    }

    @BeforeEach
    void nameDataFolder() throws IOException {
        data = temp.toRealPath().resolve("data");
    }

    /** What a failed test left running would write into the folder while it is deleted. */
    @AfterEach
    void killWhatIsLeft() throws IOException {
        if (Files.exists(data)) {
            PostgresProcess.killStrays(DataFolder.at(data));
        }
    }

    @Test
    void firstOpenMakesADatabaseThatIsDurableInUtf8AndOwnedByVestibule() throws SQLException {
        try (var postgres = EmbeddedPostgres.open(data);
                var connection = connect(postgres)) {
            assertThat(one(connection, "SHOW fsync")).isEqualTo("on");
            assertThat(one(connection, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(one(connection, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(one(connection, "SHOW data_checksums")).isEqualTo("on");
            assertThat(one(connection, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(one(connection, "SELECT datlocale FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("C.UTF-8");
            assertThat(one(connection, "SELECT lower('ÄÉ')")).isEqualTo("äé");
            assertThat(one(
                            connection,
                            "SELECT current_database() || ' ' || pg_get_userbyid(datdba)"
                                    + " FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("vestibule vestibule");
            assertThat(one(connection, "SHOW server_version")).isEqualTo(PostgresBinaries.VERSION);
        }
    }

    @Test
    void listensOnLoopbackAloneAndAsksForThePasswordThatOnlyTheOwnerReads() throws Exception {
        prepared.copyTo(data);
        try (var postgres = EmbeddedPostgres.open(data);
                var connection = connect(postgres)) {
            assertThat(one(connection, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(one(connection, "SHOW unix_socket_directories")).isEmpty();
            assertThat(one(connection, "SELECT left(rolpassword, 14) FROM pg_authid WHERE rolname = 'vestibule'"))
                    .isEqualTo("SCRAM-SHA-256$");
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "another"))
                    .hasMessageContaining("password authentication failed");
            for (String secret : List.of("database.password", "lock", "postgres.log")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(secret))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void secondOpenAfterCloseHasTheData() throws Exception {
        prepared.copyTo(data);
        try (var postgres = EmbeddedPostgres.open(data)) {
            write(postgres.jdbcUrl(), postgres.password(), "first");
        }
        assertThat(processesOf(data)).isEmpty();
        try (var postgres = EmbeddedPostgres.open(data)) {
            assertThat(notes(postgres)).isEqualTo("first");
        }
        assertThat(processesOf(data)).isEmpty();
    }

    @Test
    void closeStopsTheServerUnderAnOpenTransaction() throws Exception {
        prepared.copyTo(data);
        var postgres = EmbeddedPostgres.open(data);
        try (var connection = connect(postgres)) {
            connection.setAutoCommit(false);
            one(connection, "SELECT 1");
            postgres.close();
            postgres.close();
            assertThat(processesOf(data)).isEmpty();
        }
    }

    @Test
    void twoUsesInOneJvmShareTheServerUntilTheLastOneCloses() throws Exception {
        prepared.copyTo(data);
        try (var first = EmbeddedPostgres.open(data)) {
            var second = EmbeddedPostgres.open(data);
            assertThat(second.jdbcUrl()).isEqualTo(first.jdbcUrl());
            second.close();
            write(first.jdbcUrl(), first.password(), "still there");
        }
        assertThat(processesOf(data)).isEmpty();
    }

    @Test
    void theServerOfAKilledJvmIsTakenOverWithItsData() throws Exception {
        prepared.copyTo(data);
        try (var child = ChildJvm.opening(data)) {
            String url = child.awaitUrl();
            write(url, password(), "committed before the kill");
            long pid = postmaster().pid();
            child.kill();

            try (var postgres = EmbeddedPostgres.open(data)) {
                assertThat(postmaster().pid()).isEqualTo(pid);
                assertThat(notes(postgres)).isEqualTo("committed before the kill");
            }
            assertThat(processesOf(data)).isEmpty();
        }
    }

    @Test
    void dataCommittedBeforeJvmAndServerAreKilledSurvive() throws Exception {
        prepared.copyTo(data);
        try (var child = ChildJvm.opening(data)) {
            write(child.awaitUrl(), password(), "committed before both kills");
            ProcessHandle server = ProcessHandle.of(postmaster().pid()).orElseThrow();
            child.kill();
            server.destroyForcibly();

            try (var postgres = EmbeddedPostgres.open(data)) {
                assertThat(notes(postgres)).isEqualTo("committed before both kills");
            }
        }
    }

    @Test
    void aServerThatIsKilledUnderItsJvmComesBackWhereItWas() throws Exception {
        prepared.copyTo(data);
        try (var postgres = EmbeddedPostgres.open(data)) {
            String url = postgres.jdbcUrl();
            write(url, postgres.password(), "committed before the kill");
            PostmasterFile killed = postmaster();
            ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
            assertThat(Deadline.in(Duration.ofSeconds(20)).await(() -> isBack(killed)))
                    .isTrue();
            assertThat(postgres.jdbcUrl()).isEqualTo(url);
            assertThat(notes(postgres)).isEqualTo("committed before the kill");
        }
        assertThat(processesOf(data)).isEmpty();
    }

    @Test
    void aLeftServerThatDoesNotAnswerIsStoppedAndStartedAnew() throws Exception {
        prepared.copyTo(data);
        try (var child = ChildJvm.opening(data)) {
            write(child.awaitUrl(), password(), "before");
            long pid = postmaster().pid();
            child.kill();
            // A server of this folder, by its program and pid, but on a port where nobody answers.
            Path file = data.resolve("database/postmaster.pid");
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.set(3, "1");
            Files.write(file, lines);

            try (var postgres = EmbeddedPostgres.open(data)) {
                // An ended process that its new parent hasn't reaped yet has a pid, but no program.
                assertThat(ProcessHandle.of(pid)
                                .flatMap(process -> process.info().command()))
                        .isEmpty();
                assertThat(notes(postgres)).isEqualTo("before");
            }
        }
    }

    @Test
    void aJvmBesideTheRunningOneConnectsAndLeavesTheServer() throws Exception {
        prepared.copyTo(data);
        try (var postgres = EmbeddedPostgres.open(data);
                var child = ChildJvm.opening(data)) {
            write(postgres.jdbcUrl(), postgres.password(), "kept");
            assertThat(child.awaitUrl()).isEqualTo(postgres.jdbcUrl());
            assertThat(child.awaitEnd()).contains("closed");
            assertThat(notes(postgres)).isEqualTo("kept");
        }
        assertThat(processesOf(data)).isEmpty();
    }

    @Test
    void theJvmThatClosesLastStopsTheServerWhoeverStartedIt() throws Exception {
        prepared.copyTo(data);
        try (var child = ChildJvm.opening(data)) {
            String url = child.awaitUrl();
            try (var postgres = EmbeddedPostgres.open(data)) {
                assertThat(child.awaitEnd()).contains("closed");
                write(url, postgres.password(), "the starter is gone");
            }
        }
        assertThat(processesOf(data)).isEmpty();
    }

    @Test
    void twoJvmsThatOpenAnEmptyFolderAtOnceShareOneServer() throws Exception {
        try (var one = ChildJvm.opening(data);
                var other = ChildJvm.opening(data)) {
            assertThat(one.awaitUrl()).isEqualTo(other.awaitUrl());
            assertThat(one.awaitEnd()).contains("closed");
            assertThat(other.awaitEnd()).contains("closed");
        }
        assertThat(processesOf(data)).isEmpty();
    }

    @Test
    void aStalePidFileThatNamesAnInnocentProcessIsNoHindranceAndItLives() throws Exception {
        prepared.copyTo(data);
        String left;
        try (var postgres = EmbeddedPostgres.open(data)) {
            write(postgres.jdbcUrl(), postgres.password(), "before");
            left = Files.readString(data.resolve("database/postmaster.pid"));
        }
        Process innocent = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    data.resolve("database/postmaster.pid"), left.replaceFirst("\\d+", Long.toString(innocent.pid())));
            try (var postgres = EmbeddedPostgres.open(data)) {
                assertThat(notes(postgres)).isEqualTo("before");
            }
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void aCopiedFolderGetsAServerOfItsOwnThoughItNamesTheOriginals() throws Exception {
        prepared.copyTo(data);
        try (var original = EmbeddedPostgres.open(data)) {
            write(original.jdbcUrl(), original.password(), "both");
            Path copy = data.resolveSibling("copy");
            assertThat(ProgramRun.of(List.of("cp", "-a", data.toString(), copy.toString()))
                            .succeeded())
                    .isTrue();
            try (var copied = EmbeddedPostgres.open(copy)) {
                assertThat(copied.jdbcUrl()).isNotEqualTo(original.jdbcUrl());
                write(copied.jdbcUrl(), copied.password(), "of the copy");
            }
            assertThat(notes(original)).isEqualTo("both");
        }
    }

    @Test
    void whatAKilledFirstOpenLeftIsMadeAnew() throws Exception {
        Files.createDirectories(data.resolve("database.new/base"));
        Files.createDirectories(data.resolve("postgres-" + PostgresBinaries.VERSION + ".new/bin"));
        Files.writeString(data.resolve("database.password.new"), "half");
        try (var postgres = EmbeddedPostgres.open(data)) {
            write(postgres.jdbcUrl(), postgres.password(), "whole");
        }
        try (var files = Files.list(data)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "database",
                            "database.password",
                            "lock",
                            "postgres-" + PostgresBinaries.VERSION,
                            "postgres.log");
        }
    }

    @Test
    void aLogOfMoreThanTenMebibytesIsEmptiedAtTheStart() throws Exception {
        prepared.copyTo(data);
        try (var log = new RandomAccessFile(data.resolve("postgres.log").toFile(), "rw")) {
            log.setLength(11L << 20);
        }
        EmbeddedPostgres.open(data).close();
        assertThat(data.resolve("postgres.log")).content().hasSizeLessThan(1 << 20);
    }

    @Test
    void aDatabaseWithoutItsPasswordIsRefusedWithAWordOnWhatToDo() throws Exception {
        prepared.copyTo(data);
        EmbeddedPostgres.open(data).close();
        Files.delete(data.resolve("database.password"));
        assertThatThrownBy(() -> EmbeddedPostgres.open(data)).hasMessageContaining("restore it from the backup");
    }

    @Test
    void aServerThatCannotStartIsRefusedWithPostgresqlsOwnWords() throws Exception {
        prepared.copyTo(data);
        EmbeddedPostgres.open(data).close();
        Files.writeString(data.resolve("database/postgresql.conf"), "no_such_setting = on\n");
        assertThatThrownBy(() -> EmbeddedPostgres.open(data))
                .hasMessageContaining("postgres.log")
                .hasMessageEndingWith("contains errors");
    }

    @Test
    void archivesAreNamedForTheSystemAndTheProcessor() {
        assertThat(PostgresBinaries.archiveName("Linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archiveName("Linux", "aarch64")).isEqualTo("postgres-linux-arm_64.txz");
        assertThat(PostgresBinaries.archiveName("Mac OS X", "aarch64")).isEqualTo("postgres-darwin-arm_64.txz");
        assertThat(PostgresBinaries.archiveName("Mac OS X", "x86_64")).isEqualTo("postgres-darwin-x86_64.txz");
    }

    private boolean isBack(PostmasterFile killed) {
        try {
            return PostmasterFile.in(data.resolve("database"))
                    .filter(file -> file.ready() && !file.sameStart(killed))
                    .isPresent();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private PostmasterFile postmaster() throws IOException {
        return PostmasterFile.in(data.resolve("database")).orElseThrow();
    }

    private String password() throws IOException {
        return Files.readString(data.resolve("database.password")).strip();
    }
}
