package io.vestibule;

import io.vestibule.config.Config;
import io.vestibule.demo.DemoStore;
import io.vestibule.password.PasswordHasher;
import io.vestibule.portal.Callers;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.store.Database;
import io.vestibule.store.MasterKeyFile;

/** The command line of Vestibule. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name. */
    public static void main(String[] args) {
        Config config = Config.read(System.getenv());
        Database database = Database.open(config.database());
        database.migrate();
        MasterKey keys = masterKey(config);
        new DemoStore(database.jdbi())
                .fill(new Callers(new PortalStore(database.jdbi()), keys), PasswordHasher.create());
        Server server = Server.start(config, database, keys);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            server.close();
            database.close();
        }));
        System.out.println("serving on " + server.port());
    }

    static MasterKey masterKey(Config config) {
        Secret current = config.keys().master();
        Secret previous = config.keys().previous();
        Secret master = current == null ? MasterKeyFile.read(config.database().dataDirectory()) : current;
        return previous == null ? MasterKey.of(master) : MasterKey.rotated(master, previous);
    }
}
