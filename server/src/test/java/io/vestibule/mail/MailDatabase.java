package io.vestibule.mail;

import io.vestibule.store.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A migrated database with one portal and two customers; one for all mail tests, its outbox empty whenever a test asks for it. */
final class MailDatabase implements ParameterResolver {
    static final long PORTAL = 1;
    static final long ZOE = 7;
    static final long NAMELESS = 8;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Jdbi.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Jdbi jdbi = context.getRoot()
                .getStore(Namespace.create(MailDatabase.class))
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .jdbi();
        jdbi.useHandle(handle -> handle.execute("delete from outbox"));
        return jdbi;
    }

    record Running(Path folder, EmbeddedPostgres postgres, Jdbi jdbi) implements AutoCloseable {

        static Running start() {
            try {
                Path folder = Files.createTempDirectory("vestibule-mail");
                EmbeddedPostgres postgres = EmbeddedPostgres.open(folder);
                Flyway.configure()
                        .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                        .locations("classpath:db/migration")
                        .load()
                        .migrate();
                Jdbi jdbi = Jdbi.create(postgres.jdbcUrl(), postgres.user(), postgres.password());
                jdbi.useHandle(handle -> handle.execute("""
                        insert into portal (id, name, language, sender)
                        values (1, 'Häuser & Söhne', 'de', 'Homes <homes@portal.example>');
                        insert into account (id, portal_id) values (1, 1);
                        insert into customer (id, portal_id, account_id, is_primary, email, language, profile)
                        values (7, 1, 1, true, 'zoe@example.com', 'fr', '{"firstName": "Zoë"}'),
                               (8, 1, 1, false, 'nameless@example.com', null, '{}')
                        """));
                return new Running(folder, postgres, jdbi);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            }
        }
    }
}
