package io.vestibule.mail;

import io.vestibule.sql.Sql;
import io.vestibule.store.EmbeddedPostgres;
import io.vestibule.support.Direct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A migrated database with one portal and two customers; one for all mail tests, its outbox empty whenever a test asks for it. */
final class MailDatabase implements ParameterResolver {
    static final long PORTAL = 1;
    static final long ZOE = 7;
    static final long NAMELESS = 8;

    /** Another customer of the portal, with that address. */
    static long customer(Sql sql, String email) {
        return sql.withHandle(handle -> handle.statement("""
                        insert into customer (portal_id, account_id, is_primary, email, profile)
                        values (1, 1, false, :email, '{}') returning id
                        """)
                .bind("email", email)
                .map(row -> row.getLong("id"))
                .one());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Sql.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Sql sql = context.getRoot()
                .getStore(Namespace.create(MailDatabase.class))
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .sql();
        sql.useHandle(handle -> handle.execute("delete from outbox"));
        return sql;
    }

    record Running(Path folder, EmbeddedPostgres postgres, Sql sql) implements AutoCloseable {

        static Running start() {
            try {
                Path folder = Files.createTempDirectory("vestibule-mail");
                EmbeddedPostgres postgres = EmbeddedPostgres.open(folder);
                Flyway.configure()
                        .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                        .locations("classpath:db/migration")
                        .load()
                        .migrate();
                Sql sql = Direct.sql(postgres.jdbcUrl(), postgres.user(), postgres.password());
                sql.useHandle(handle -> handle.execute("""
                        insert into portal (id, name, language, sender)
                        values (1, 'Häuser & Söhne', 'de', 'Homes <homes@portal.example>');
                        insert into account (id, portal_id) values (1, 1);
                        insert into customer (id, portal_id, account_id, is_primary, email, language, profile)
                        values (7, 1, 1, true, 'zoe@example.com', 'fr', '{"firstName": "Zoë"}'),
                               (8, 1, 1, false, 'nameless@example.com', null, '{}');
                        alter table customer alter column id restart with 1000
                        """));
                return new Running(folder, postgres, sql);
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
