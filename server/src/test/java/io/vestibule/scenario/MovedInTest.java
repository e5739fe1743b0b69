package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.password.PasswordHasher;
import io.vestibule.portal.PortalStore;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.transfer.CustomerImport;
import io.vestibule.transfer.ErrorFile;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.FileOnDisk;
import io.vestibule.transfer.ImportStore;
import io.vestibule.transfer.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Customers who moved in with passwords that other systems hashed sign in as before, and give nothing away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MovedInTest {
    private static final String PASSWORD = "correct horse 9";
    private static final Pattern HASHES = Pattern.compile("(?m)^vestibule_hash_pool_completed_total (\\S+)$");

    /** One hash of each; LegacyHashesTest has the others. The first of a name is that of {@link #PASSWORD}. */
    private static final Set<String> SCHEMES = new HashSet<>(Set.of(
            "bcrypt py 2b",
            "phpass",
            "pbkdf2-sha256 passlib",
            "django pbkdf2",
            "django argon2",
            "django bcrypt_sha256",
            "wordpress 6.8",
            "argon2i",
            "argon2id laravel",
            "scrypt passlib",
            "ssha512",
            "django sha1",
            "crypt6"));

    private final Installation installation = Installation.demo(Generous.limits());
    private final List<String> hashes = new ArrayList<>();
    private Client server;

    @BeforeAll
    void moveIn(@TempDir Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String vector :
                Files.readAllLines(Path.of("src/test/resources/io/vestibule/password/legacy-hashes.tsv"))) {
            List<String> parts = List.of(vector.split("\t", -1));
            if (SCHEMES.remove(parts.get(0))) {
                hashes.add(parts.get(2));
                lines.add("{\"email\":\"moved" + hashes.size() + "@example.com\",\"username\":\"moved" + hashes.size()
                        + "\",\"passwordHash\":\"" + parts.get(2) + "\"}");
            }
        }
        Path file = Files.write(folder.resolve("moved.jsonl"), lines);
        var order = new CustomerImport.Order(
                List.of(new FileOnDisk(file)),
                FileFormat.JSON_LINES,
                Map.of(),
                null,
                null,
                false,
                false,
                AuditContext.COMMAND);
        Run run = new CustomerImport(new ImportStore(installation.sql()), PasswordHasher.create())
                .run(
                        new PortalStore(installation.sql()).portal(1).orElseThrow(),
                        order,
                        new ErrorFile(folder.resolve("errors.jsonl"), standing -> {}))
                .now();
        assertThat(run.imported()).isEqualTo(hashes.size());
        assertThat(SCHEMES).isEmpty();
        server = installation.node();
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private String stored(int number) {
        return installation
                .sql()
                .withHandle(h -> h.statement("select password from customer where email = :email")
                        .bind("email", "moved" + number + "@example.com")
                        .mapTo(String.class)
                        .one());
    }

    @ParameterizedTest
    @EnumSource
    void every_scheme_signs_in_at_every_door_and_is_hashed_anew(SignInDialect dialect) {
        for (int i = 1; i <= hashes.size(); i++) {
            String hash = hashes.get(i - 1);
            installation.sql(
                    "update customer set password = ?, password_origin = 'operator' where email = ?",
                    hash,
                    "moved" + i + "@example.com");
            assertThat(dialect.refuses(dialect.signIn(server, "moved" + i, "Correct horse 9")))
                    .as(hash)
                    .isTrue();
            assertThat(stored(i)).isEqualTo(hash);
            assertThat(dialect.admits(dialect.signIn(server, "MOVED" + i, PASSWORD)))
                    .as(hash)
                    .isTrue();
            String renewed = stored(i);
            assertThat(renewed).contains("$argon2id$v=19$m=19456,t=2,p=1$").doesNotStartWith("{typed}");
            assertThat(dialect.admits(dialect.signIn(server, "moved" + i + "@example.com", PASSWORD)))
                    .as(hash)
                    .isTrue();
            assertThat(stored(i)).isEqualTo(renewed);
        }
    }

    private double completed() {
        Matcher found = HASHES.matcher(server.management("/metrics").body());
        assertThat(found.find()).isTrue();
        return Double.parseDouble(found.group(1));
    }

    private static String comparable(Reply reply) {
        Map<String, String> headers = new TreeMap<>(reply.headers());
        headers.remove("x-request-id");
        headers.remove("date");
        return reply.status() + " " + headers + " " + reply.body();
    }

    @ParameterizedTest
    @EnumSource
    void a_refusal_reads_the_same_and_is_one_job_of_the_pool_whatever_the_hash(SignInDialect dialect) {
        installation.sql("delete from lockout");
        String expected = comparable(dialect.signIn(server, "nobody at all", PASSWORD));
        for (int i = 1; i <= hashes.size(); i++) {
            installation.sql("delete from lockout");
            installation.sql(
                    "update customer set password = ?, password_origin = 'operator' where email = ?",
                    hashes.get(i - 1),
                    "moved" + i + "@example.com");
            double before = completed();
            Reply reply = dialect.signIn(server, "moved" + i, "wrong");
            assertThat(comparable(reply)).as(hashes.get(i - 1)).isEqualTo(expected);
            assertThat(completed() - before).as(hashes.get(i - 1)).isEqualTo(1);
        }
    }

    @Test
    void a_hash_that_nobody_has_any_more_costs_nobody_anything() {
        for (int i = 1; i <= hashes.size(); i++) {
            installation.sql(
                    "update customer set password = null, password_origin = null where email = ?",
                    "moved" + i + "@example.com");
        }
        assertThat(new PortalStore(installation.sql()).portal(1).orElseThrow().importedHashes())
                .isEmpty();
    }
}
