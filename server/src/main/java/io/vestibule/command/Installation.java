package io.vestibule.command;

import io.vestibule.config.Config;
import io.vestibule.mail.OutboxStore;
import io.vestibule.mail.SealedLetters;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Callers;
import io.vestibule.portal.PortalStore;
import io.vestibule.provisioning.ProvisioningStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Sql;
import io.vestibule.store.Database;
import io.vestibule.store.MasterKeyFile;
import java.util.function.Consumer;

/**
 * An installation, open to work on: its settings, its database with the schema up to date, its master key.
 *
 * @param migrations how many migrations the schema took just now
 */
record Installation(Config config, Database database, MasterKey keys, int migrations) implements AutoCloseable {
    /** Opens the installation that the settings tell of. */
    static Installation open(Config config) {
        Secret current = config.keys().master();
        Secret previous = config.keys().previous();
        Secret master = current == null ? MasterKeyFile.read(config.database().dataDirectory()) : current;
        MasterKey keys = previous == null ? MasterKey.of(master) : MasterKey.rotated(master, previous);
        Database database = Faults.opening(config, () -> Database.open(config.database()));
        try {
            return new Installation(config, database, keys, Faults.opening(config, database::migrate));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Opens the installation of the terminal's settings for one piece of work, and closes it. */
    static void use(Terminal terminal, Consumer<Installation> work) {
        Config config = Config.readForStore(terminal.environment());
        try (Closing closing = Closing.atExit()) {
            work.accept(closing.opening(() -> open(config)));
        }
    }

    Sql sql() {
        return database.patientSql();
    }

    /** What is kept of customers, for those who act for them. */
    ProvisioningStore provisioning() {
        return new ProvisioningStore(sql(), new OutboxStore(sql(), new SealedLetters(keys)));
    }

    PortalStore portals() {
        return new PortalStore(sql());
    }

    ApiClientStore clients() {
        return new ApiClientStore(sql());
    }

    /** Hashes the secrets of API clients. */
    Callers callers() {
        return new Callers(portals(), clients(), keys);
    }

    /** Refuses the id of a portal that isn't there. */
    void requirePortal(long id) {
        if (portals().portal(id).isEmpty()) {
            throw new Refusal("There is no portal " + id + "; 'vestibule portal list' shows those there are.");
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
