package io.vestibule.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.TestDatabases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** Types commands on a database, run in this process. */
record Operator(TestDatabases.Place place) {

    record Ended(int exit, String out, String err) {}

    Ended types(String... args) {
        return types(Map.of(), args);
    }

    private Map<String, String> settings() {
        return Map.of(
                "VESTIBULE_DATABASE_URL", place.url(),
                "VESTIBULE_DATABASE_USER", place.user(),
                "VESTIBULE_DATABASE_PASSWORD", place.password(),
                "VESTIBULE_MASTER_KEY", TestDatabases.MASTER_KEY);
    }

    /** The same with other settings. */
    Ended types(Map<String, String> other, String... args) {
        Map<String, String> settings = new HashMap<>(settings());
        settings.putAll(other);
        var out = new ByteArrayOutputStream();
        Ended ended = types(out, settings, args);
        return new Ended(ended.exit(), out.toString(UTF_8), ended.err());
    }

    /** The same with standard output going there. */
    Ended typesInto(OutputStream out, String... args) {
        return types(out, settings(), args);
    }

    private static Ended types(OutputStream out, Map<String, String> settings, String... args) {
        var err = new StringWriter();
        var in = new ByteArrayInputStream(new byte[0]);
        int exit = Vestibule.commandLine(new Terminal(settings, in, new PrintStream(out, true, UTF_8)), args)
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return new Ended(exit, "", err.toString());
    }

    /** What it prints; it ends well. */
    String gets(String... args) {
        Ended ended = types(args);
        assertThat(ended.exit()).as(ended.err()).isZero();
        return ended.out();
    }

    /** The single number that a query gives. */
    long count(String query) {
        return place.sql().withHandle(h -> h.statement(query).mapTo(Long.class).one());
    }

    void sql(String statement, Object... values) {
        place.sql().useHandle(h -> h.execute(statement, values));
    }
}
