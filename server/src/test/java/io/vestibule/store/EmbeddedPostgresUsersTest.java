package io.vestibule.store;

import static io.vestibule.store.DatabaseProbe.notes;
import static io.vestibule.store.DatabaseProbe.processesOf;
import static io.vestibule.store.DatabaseProbe.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.security.auth.module.UnixSystem;
import io.vestibule.store.UnprivilegedCommand.Way;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who starts it: root by each way that this machine allows, and an ordinary user. */
class EmbeddedPostgresUsersTest {
    private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    @TempDir
    Path temp;

    private Path data;

    @BeforeEach
    void nameDataFolder() throws IOException {
        data = temp.toRealPath().resolve("data");
    }

    @AfterEach
    void killWhatIsLeft() throws IOException {
        if (Files.exists(data)) {
            PostgresProcess.killStrays(DataFolder.at(data));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void rootRunsItByEachWayThatTheMachineAllows(Way way) throws Exception {
        assumeThat(isRoot()).isTrue();
        if (way == Way.USER_NAMESPACE) {
            assumeThat(ProgramRun.of(List.of("unshare", "-U", "true")).succeeded())
                    .isTrue();
        }
        if (way == Way.SYSTEM_USER) {
            letEverybodyEnter(temp);
        }
        try (var postgres = EmbeddedPostgres.open(data, EnumSet.of(way))) {
            write(postgres.jdbcUrl(), postgres.password(), way.name());
        }
        assertThat(processesOf(data)).isEmpty();
        try (var postgres = EmbeddedPostgres.open(data)) {
            assertThat(notes(postgres)).isEqualTo(way.name());
        }
    }

    @Test
    void rootTakesOverTheServerOfAKilledJvmThatRanAsASystemUser() throws Exception {
        assumeThat(isRoot()).isTrue();
        letEverybodyEnter(temp);
        try (var child = ChildJvm.opening(data, Way.SYSTEM_USER)) {
            String url = child.awaitUrl();
            child.kill();
            try (var postgres = EmbeddedPostgres.open(data)) {
                assertThat(postgres.jdbcUrl()).isEqualTo(url);
            }
            assertThat(processesOf(data)).isEmpty();
        }
    }

    @Test
    void rootsDatabaseGoesToASystemUserWhereNamespacesAreForbiddenByNow() throws Exception {
        assumeThat(isRoot()).isTrue();
        assumeThat(ProgramRun.of(List.of("unshare", "-U", "true")).succeeded()).isTrue();
        letEverybodyEnter(temp);
        try (var postgres = EmbeddedPostgres.open(data, EnumSet.of(Way.USER_NAMESPACE))) {
            write(postgres.jdbcUrl(), postgres.password(), "of root");
        }
        try (var postgres = EmbeddedPostgres.open(data, EnumSet.of(Way.SYSTEM_USER))) {
            assertThat(notes(postgres)).isEqualTo("of root");
        }
    }

    @Test
    void whereNoWayWorksTheErrorSaysWhatToDo() throws Exception {
        assumeThat(isRoot()).isTrue();
        // No system user may enter the folder that JUnit made.
        assertThatThrownBy(() -> EmbeddedPostgres.open(data, Set.of(Way.SYSTEM_USER)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ordinary user")
                .hasMessageContaining("VESTIBULE_DATA_DIR")
                .hasMessageContaining("VESTIBULE_DATABASE_URL");
    }

    @Test
    void anOrdinaryUserRunsIt() throws Exception {
        var programs = temp.toRealPath().resolve("programs");
        List<String> prefix = isRoot() ? asOrdinaryUser() : List.of();
        String classPath = isRoot() ? copyClassPath(programs) : System.getProperty("java.class.path");
        if (isRoot()) {
            letEverybodyEnter(temp);
            Files.createDirectory(data);
            assertThat(ProgramRun.of(List.of("chown", "65534:65534", data.toString()))
                            .succeeded())
                    .isTrue();
        }
        try (var child = ChildJvm.opening(prefix, classPath, data)) {
            String password;
            String url = child.awaitUrl();
            password = Files.readString(data.resolve("database.password")).strip();
            write(url, password, "of an ordinary user");
            assertThat(child.awaitEnd()).contains("closed");
        }
        assertThat(processesOf(data)).isEmpty();
        try (var postgres = EmbeddedPostgres.open(data)) {
            assertThat(notes(postgres)).isEqualTo("of an ordinary user");
        }
    }

    private static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    /** A JDK under /root is out of nobody's reach. */
    private static List<String> asOrdinaryUser() {
        List<String> version = new ArrayList<>(NOBODY);
        version.addAll(List.of(ChildJvm.JAVA, "-version"));
        assumeThat(ProgramRun.of(version).succeeded()).isTrue();
        return NOBODY;
    }

    private static void letEverybodyEnter(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Root's local repository and the checkout may be out of the user's reach. */
    private static String copyClassPath(Path target) throws IOException {
        Files.createDirectory(target);
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path original = Path.of(entry);
            boolean ours = Files.isDirectory(original);
            if (ours || entry.matches(".*(postgres|commons-|xz-|slf4j-api|logback|jspecify).*")) {
                Path copy = target.resolve(copies.size() + "-" + original.getFileName());
                assertThat(ProgramRun.of(List.of("cp", "-r", entry, copy.toString()))
                                .succeeded())
                        .isTrue();
                copies.add(copy.toString());
            }
        }
        assertThat(ProgramRun.of(List.of("chmod", "-R", "a+rX", target.toString()))
                        .succeeded())
                .isTrue();
        return String.join(File.pathSeparator, copies);
    }
}
