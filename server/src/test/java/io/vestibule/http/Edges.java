package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import java.util.Map;
import java.util.TreeMap;

/** A server that is sent anything at all, and what its database held before. */
final class Edges implements AutoCloseable {
    private final Installation installation = Installation.demo(Map.of("VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST", "1000"));
    final Client client = installation.node();
    private final String counts = counts();
    private final Map<String, Long> before = rows();

    Reply send(String request) {
        return RawConnection.exchange(client.port(), request);
    }

    RawConnection open() {
        return new RawConnection(client.port());
    }

    /** "Nothing of a refused request is stored." Permits are spent, and that a client called is noted once a minute. */
    void nothingStored() {
        assertThat(rows()).isEqualTo(before);
    }

    long customers() {
        return installation.count("select count(*) from customer");
    }

    private Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        installation
                .sql()
                .useHandle(h -> h.statement(counts)
                        .map(row -> Map.entry(row.getString(1), row.getLong(2)))
                        .forEach(table -> rows.put(table.getKey(), table.getValue())));
        return rows;
    }

    private String counts() {
        return installation
                .sql()
                .withHandle(h -> h.statement("""
                        select string_agg(format('select %L, count(*) from %I', tablename, tablename), ' union all ')
                        from pg_tables
                        where schemaname = 'public' and tablename not in ('throttle', 'node', 'api_client_use')
                        """).mapTo(String.class).one());
    }

    @Override
    public void close() {
        installation.close();
    }
}
