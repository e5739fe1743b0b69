package io.vestibule.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.stream.Stream;

/**
 * A JVM of its own that opens a data folder, says {@code ready <url>}, and closes it when its input ends. Started by {@link
 * EmbeddedPostgresTest}: what a killed process leaves can't be tried inside the test's.
 */
final class OpenedInAnotherJvm {
    private OpenedInAnotherJvm() {}

    /** Takes the data folder, then the ways that root may try; none means all. */
    public static void main(String[] args) throws IOException {
        var ways = EnumSet.noneOf(UnprivilegedCommand.Way.class);
        Stream.of(args).skip(1).map(UnprivilegedCommand.Way::valueOf).forEach(ways::add);
        try (var postgres =
                EmbeddedPostgres.open(Path.of(args[0]), ways.isEmpty() ? UnprivilegedCommand.EVERY_WAY : ways)) {
            System.out.println("ready " + postgres.jdbcUrl());
            System.in.readAllBytes();
        }
        System.out.println("closed");
    }
}
