package io.vestibule.config;

import io.vestibule.secret.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the store is.
 *
 * @param url a {@code jdbc:postgresql:} URL without a password in it; null: the embedded database in {@code dataDirectory}
 * @param user null: as the driver decides
 * @param poolSize most connections at a time, above zero
 * @param dataDirectory holds the embedded database and the keys made with it
 * @param firstCustomerId where the ids of customers begin in a database that has no portal yet, above zero
 */
public record DatabaseConfig(
        @Nullable String url,
        @Nullable String user,
        @Nullable Secret password,
        int poolSize,
        Path dataDirectory,
        int firstCustomerId) {

    static final Setting<DatabaseUrl> URL = Setting.optional(
            "database.url",
            Kind.hidden(
                    "PostgreSQL URL",
                    "postgresql://user:password@host:5432/name, or jdbc:postgresql://host:5432/name with user and"
                            + " password in settings of their own",
                    DatabaseUrl::parse),
            "embedded database",
            "PostgreSQL 15 or later; without it, an embedded one runs in the data directory");
    static final Setting<String> USER = Setting.optional(
            "database.user",
            Kind.of("text", "the name of a database user", text -> text),
            "as in the URL",
            "Database user");
    static final Setting<Secret> PASSWORD =
            Setting.optional("database.password", Kind.SECRET, "as in the URL", "Database password");
    static final Setting<Integer> POOL =
            Setting.of("database.pool", Kind.numberFrom(1, 1000), "10", "Most database connections at a time");
    static final Setting<Path> DATA_DIRECTORY = Setting.of(
            "data-dir", Kind.DIRECTORY, "./data", "Where the embedded database and the keys made with it are kept");

    static final Setting<Integer> FIRST_CUSTOMER_ID = Setting.of(
            "database.first-customer-id",
            Kind.numberFrom(1, 999_999_999),
            "10000001",
            "Where the ids of customers begin in a new database; LogicBoxes' have eight digits. Ignored once the database has a"
                    + " portal");

    static DatabaseConfig read(Settings settings) {
        settings.section("Database");
        @Nullable DatabaseUrl url = settings.find(URL).orElse(null);
        @Nullable String user = settings.find(USER).orElse(null);
        @Nullable Secret password = settings.find(PASSWORD).orElse(null);
        if (url == null) {
            refuseWithoutUrl(settings, user != null, USER);
            refuseWithoutUrl(settings, password != null, PASSWORD);
        } else {
            refuseTwice(settings, user != null && url.user() != null, USER);
            refuseTwice(settings, password != null && url.password() != null, PASSWORD);
        }
        return new DatabaseConfig(
                url == null ? null : url.jdbc(),
                user == null && url != null ? url.user() : user,
                password == null && url != null ? url.password() : password,
                settings.get(POOL),
                settings.get(DATA_DIRECTORY),
                settings.get(FIRST_CUSTOMER_ID));
    }

    /** Whoever names a user means a server; the customers would go into the embedded database unnoticed. */
    private static void refuseWithoutUrl(Settings settings, boolean given, Setting<?> setting) {
        if (given && settings.sound(URL)) {
            settings.fault(setting, "the embedded database has none; give " + URL.name() + ", or remove it");
        }
    }

    private static void refuseTwice(Settings settings, boolean twice, Setting<?> setting) {
        if (twice) {
            settings.fault(setting, URL.name() + " names one too; keep one of the two");
        }
    }
}
