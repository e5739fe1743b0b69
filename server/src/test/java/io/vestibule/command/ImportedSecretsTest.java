package io.vestibule.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.password.PepperStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Secrets that an old system mixed into its passwords are told in files, kept sealed, and never shown. */
class ImportedSecretsTest {
    /** As Flask-Security makes it, of {@code Zo\u00eb says 42}. */
    private static final String FLASK =
            "$argon2id$v=19$m=8192,p=1,t=1$i4/qsTPpx3OgjiaADxDdzQ$Tyf2HuLSObDkm0/7c1IpIcQan4jD+vhbJfrc8NowWI4";

    private static final String FLASK_S_SECRET = "a salt that is a secret";
    /** As Devise makes it with a pepper of 128 digits, of {@code correct horse 9}. */
    private static final String DEVISE = "$2b$05$/X1tqwzqedPX6pIf1eyVpepOhsxnbn/fd4OQ.Hh3qO/i7DCxFRXKy";

    private static final String DEVISE_S_PEPPER = "0b".repeat(64);

    @RegisterExtension
    final DemoImports demo = new DemoImports();

    private final Operator operator = demo.operator();

    private Operator.Ended imports(Operator to, String hash, String... options) throws IOException {
        Path file = Files.writeString(
                demo.folder().resolve("c.jsonl"),
                Json.object()
                        .put("email", "a@example.com")
                        .put("passwordHash", hash)
                        .build()
                        .toString());
        return to.types(Imports.command(file, options));
    }

    private String secret(String secret) throws IOException {
        return Files.writeString(Files.createTempFile(demo.folder(), "secret", ""), secret + "\n")
                .toString();
    }

    private static int status(Client client, String password) {
        return DemoImports.status(client, "a@example.com", password);
    }

    @Test
    void a_pepper_is_put_behind_the_password() throws IOException {
        Operator.Ended ended = imports(operator, DEVISE, "--pepper-file", secret(DEVISE_S_PEPPER));
        assertThat(ended.exit()).as(ended.err()).isZero();
        Client client = demo.client();
        assertThat(status(client, "correct horse 8")).isEqualTo(422);
        assertThat(status(client, "correct horse 9")).isEqualTo(201);
        assertThat(status(client, "correct horse 9")).isEqualTo(201);
    }

    @Test
    void an_hmac_of_the_normalized_password_is_what_was_hashed() throws IOException {
        Operator.Ended ended =
                imports(operator, FLASK, "--normalize", "nfkd", "--prehash", "hmac-sha512:" + secret(FLASK_S_SECRET));
        assertThat(ended.exit()).as(ended.err()).isZero();
        Client client = demo.client();
        assertThat(status(client, "Zoe says 42")).isEqualTo(422);
        assertThat(status(client, "Zo\u00eb says 42")).isEqualTo(201);
        assertThat(status(client, "Zoe\u0308 says 42")).isEqualTo(201);
    }

    @Test
    void a_secret_is_kept_sealed_and_an_export_names_it_alone() throws IOException {
        imports(operator, DEVISE, "--pepper-file", secret(DEVISE_S_PEPPER));
        assertThat(operator.count("select count(*) from pepper where sealed is not null" + " and position(convert_to('"
                        + DEVISE_S_PEPPER + "', 'UTF8') in sealed) = 0"))
                .isEqualTo(1);
        assertThat(operator.gets("export", "--portal", "1"))
                .contains("{pepper:")
                .doesNotContain(DEVISE_S_PEPPER);
    }

    @Test
    void another_installation_takes_the_export_with_the_same_option_and_refuses_it_without() throws IOException {
        imports(operator, DEVISE, "--pepper-file", secret(DEVISE_S_PEPPER));
        String exported = operator.gets("export", "--portal", "1")
                .lines()
                .filter(line -> line.contains("a@example.com"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*\"passwordHash\":\"([^\"]+)\".*", "$1")
                // as an installation with another master key calls it
                .replaceFirst("pepper:[0-9a-f]", "pepper:x");
        try (Installation other = Installation.demo(Generous.limits())) {
            Operator elsewhere = new Operator(other.place());
            assertThat(imports(elsewhere, exported).err()).contains("1 line was refused");
            assertThat(imports(elsewhere, exported, "--pepper-file", secret(DEVISE_S_PEPPER))
                            .out())
                    .containsPattern(Imports.summary(1, 0, 0));
            assertThat(status(other.node(), "correct horse 9")).isEqualTo(201);
        }
    }

    @Test
    void the_command_that_reads_an_error_file_has_the_options_of_its_hashes() throws IOException {
        String file = secret(FLASK_S_SECRET);
        Operator.Ended ended =
                imports(operator, "$argon2id$cut", "--normalize", "nfkd", "--prehash", "hmac-sha512:" + file);
        assertThat(ended.err()).contains("--normalize nfkd --prehash hmac-sha512:" + file);
    }

    @Test
    void a_dry_run_keeps_no_secret() throws IOException {
        imports(operator, DEVISE, "--pepper-file", secret(DEVISE_S_PEPPER), "--dry-run");
        assertThat(operator.count("select count(*) from pepper")).isZero();
    }

    @Test
    void a_new_master_key_seals_the_secrets_anew() throws IOException {
        imports(operator, DEVISE, "--pepper-file", secret(DEVISE_S_PEPPER));
        String next = "Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0M=";
        Operator.Ended ended = operator.types(
                Map.of("VESTIBULE_MASTER_KEY", next, "VESTIBULE_MASTER_KEY_PREVIOUS", TestDatabases.MASTER_KEY),
                "keys",
                "reseal");
        assertThat(ended.out()).contains("Secrets of imported password hashes sealed anew: 1.");
        String id = demo.installation()
                .sql()
                .withHandle(h ->
                        h.statement("select id from pepper").mapTo(String.class).one());
        assertThat(new PepperStore(demo.installation().sql(), MasterKey.of(Secret.of(next))).secret(id))
                .hasValueSatisfying(secret -> assertThat(secret).asString(UTF_8).isEqualTo(DEVISE_S_PEPPER));
    }

    @Test
    void an_option_that_can_t_be_used_is_named() throws IOException {
        List<String[]> options = List.of(
                new String[] {"--prehash", "sha1:x", "hmac-sha512:"},
                new String[] {"--normalize", "utf8", "nfkc"},
                new String[] {"--pepper-file", demo.folder().resolve("none").toString(), "none"},
                new String[] {"--pepper-file", secret(""), "empty"},
                new String[] {"--firebase-hash-config", secret("rounds: 8"), "base64_signer_key"});
        for (String[] option : options) {
            Operator.Ended ended = imports(operator, DEVISE, option[0], option[1]);
            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err()).contains(option[2]).doesNotContain("\tat ");
        }
        assertThat(operator.count("select count(*) from pepper")).isZero();
    }
}
