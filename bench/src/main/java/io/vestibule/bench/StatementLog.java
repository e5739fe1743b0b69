package io.vestibule.bench;

import io.vestibule.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What the product asks of PostgreSQL for one request, as PostgreSQL's own log tells it. So what pgbench runs is always the statement of
 * the product at hand.
 */
final class StatementLog {
    private final Postgres postgres;

    StatementLog(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Something that asks the server once. */
    @FunctionalInterface
    interface Request {
        /** Asks. */
        void make() throws IOException;
    }

    /** The one statement that two requests have in common and that has other parameters each time. */
    List<Statement> common(Request one, Request another) throws IOException {
        List<Statement> first = during(one);
        List<Statement> second = during(another);
        List<Statement> found = new ArrayList<>();
        for (Statement statement : first) {
            second.stream()
                    .filter(other -> other.sql().equals(statement.sql())
                            && !other.parameters().equals(statement.parameters()))
                    .findFirst()
                    .ifPresent(other -> found.addAll(List.of(statement, other)));
        }
        if (found.size() != 2) {
            throw new IllegalStateException("a request that was thought to be one statement has " + found.size() / 2);
        }
        return found;
    }

    private List<Statement> during(Request request) throws IOException {
        postgres.run("postgres", "alter system set log_statement = 'all'", "select pg_reload_conf()");
        String begin = mark();
        request.make();
        String end = mark();
        postgres.run("postgres", "alter system reset log_statement", "select pg_reload_conf()");
        List<Statement> statements = new ArrayList<>();
        boolean between = false;
        for (String line : lines(begin, end)) {
            between = !line.contains(end) && (between || line.contains(begin));
            Json.Object entry = (Json.Object) Json.parse(line.getBytes(StandardCharsets.UTF_8));
            if (between && text(entry, "application_name").startsWith("vestibule ")) {
                Statement statement = Statement.in(text(entry, "message"), text(entry, "detail"));
                if (statement != null) {
                    statements.add(statement);
                }
            }
        }
        return statements;
    }

    private static String text(Json.Object entry, String name) {
        return entry.fields().get(name) instanceof Json.Text(String value) ? value : "";
    }

    /** Leaves a mark in the log. A new connection sees the new setting at once; an old one, with its next statement. */
    private String mark() {
        String mark = UUID.randomUUID().toString();
        Machine.pause(200);
        postgres.run("postgres", "select '" + mark + "'");
        return mark;
    }

    /** The log is written by a process of its own, a little later. */
    private List<String> lines(String begin, String end) throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            String log = Files.readString(postgres.statementLog());
            if (log.contains(end)) {
                return log.substring(log.lastIndexOf('\n', log.indexOf(begin)) + 1)
                        .lines()
                        .toList();
            }
            Machine.pause(50);
        }
        throw new IOException("PostgreSQL's log doesn't have what was asked of it");
    }
}
