package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.SignInDialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A demo installation, imports into its portal 1, and sign-ins of who came. */
final class DemoImports implements BeforeEachCallback, AfterEachCallback {
    static final Path EXPORTS = Path.of("src/test/resources/exports");

    private final Installation installation = Installation.demo(Generous.limits());
    private final Operator operator = new Operator(installation.place());
    private Path folder;
    private Client client;

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        folder = Files.createTempDirectory("imports");
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        installation.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    Installation installation() {
        return installation;
    }

    Operator operator() {
        return operator;
    }

    Path folder() {
        return folder;
    }

    /** A node of the installation, the same each time. */
    Client client() {
        if (client == null) {
            client = installation.node();
        }
        return client;
    }

    /** Imports copies of the exports of these names. */
    Operator.Ended from(String system, String... filesAndOptions) {
        List<String> args = new ArrayList<>(List.of("import"));
        try {
            for (String one : filesAndOptions) {
                if (one.startsWith("--")) {
                    args.add(one);
                } else {
                    Files.copy(EXPORTS.resolve(one), folder.resolve(one));
                    args.add(folder.resolve(one).toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        args.addAll(List.of("--portal", "1", "--from", system));
        return operator.types(args.toArray(String[]::new));
    }

    /** What is known of a customer. */
    String shown(String login) {
        return operator.gets("customer", "show", login, "--portal", "1");
    }

    void signsIn(String login, String password) {
        assertThat(status(login, password)).as(login).isEqualTo(201);
        assertThat(status(login, password + "!"))
                .as(login + " with another password")
                .isNotEqualTo(201);
    }

    /** What a sign-in at Sonar's door is answered with. */
    int status(String login, String password) {
        return status(client(), login, password);
    }

    static int status(Client client, String login, String password) {
        return SignInDialect.SONAR.signIn(client, login, password).status();
    }
}
