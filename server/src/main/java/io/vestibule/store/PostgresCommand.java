package io.vestibule.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line that starts the server. */
final class PostgresCommand {
    /** Small, for a quick start beside a small JVM. What makes writes durable (fsync, full_page_writes) keeps its default: on. */
    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            // A path in the data folder may be longer than the 107 bytes that a socket's name can have.
            "unix_socket_directories", "",
            "max_connections", "60",
            "shared_buffers", "32MB",
            "io_method", "sync",
            "max_logical_replication_workers", "0",
            "timezone", "UTC",
            "log_timezone", "UTC",
            // Statements and the rows in an error's detail may hold what must not be logged (ASVS 16.2.5).
            "log_min_error_statement", "panic",
            "log_error_verbosity", "terse");

    private PostgresCommand() {}

    /** The server of this folder, on this port. */
    static List<String> of(DataFolder folder, int port) {
        List<String> command = new ArrayList<>(List.of(
                folder.program("postgres").toString(),
                "-D",
                folder.database().toString(),
                "-p",
                Integer.toString(port)));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /** Ctrl-C goes to all processes of the terminal's session: the server must outlive the JVM's last requests. */
    static List<String> inOwnSession(List<String> command) {
        List<String> words = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid")) || Files.isExecutable(Path.of("/bin/setsid"))) {
            words.add("setsid");
        } else if (Files.isExecutable(Path.of("/usr/bin/perl"))) {
            words.addAll(List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec {$ARGV[0]} @ARGV"));
        }
        words.addAll(command);
        return words;
    }
}
