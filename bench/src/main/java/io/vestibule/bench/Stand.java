package io.vestibule.bench;

import java.io.IOException;
import java.nio.file.Path;

/** A server on a database with so many customers, and the calls that can be made of it. */
record Stand(VestibuleServer server, Population population, Calls calls) implements AutoCloseable {

    /** Makes the database, starts the server, which brings its schema, and fills it. */
    static Stand of(Postgres postgres, long customers, Path work, Variant variant) throws IOException {
        String database =
                "vestibule_" + customers + (variant.jar().equals(Variant.USUAL.jar()) ? "" : "_" + variant.build());
        postgres.create(database);
        VestibuleServer server = VestibuleServer.start(postgres, database, work, variant);
        try {
            Population population = Population.fill(postgres, database, customers);
            Calls calls = new Calls(population);
            calls.sessions().authorize(server.target());
            return new Stand(server, population, calls);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
