package io.vestibule.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** Makes the database's files and the password of its user. */
final class NewDatabase {
    private static final int PASSWORD_BYTES = 32;
    /** Nothing but a password lets anybody in, from this machine alone. */
    private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

    private NewDatabase() {}

    /** Makes a database that is complete when it gets its place: a kill meanwhile leaves nothing half-done. */
    static void create(DataFolder folder, UnprivilegedCommand command) throws IOException {
        Path unfinished = DataFolder.unfinished(folder.database());
        DataFolder.delete(unfinished);
        DataFolder.makePrivate(unfinished);
        command.own(unfinished);
        run(command.of(initdb(folder, unfinished)), folder, "");
        Path access = unfinished.resolve("pg_hba.conf");
        Files.writeString(access, ACCESS, StandardOpenOption.TRUNCATE_EXISTING);
        sync(access, StandardOpenOption.WRITE);
        // Single-user mode takes one statement a line; the password stays out of command lines and files of others.
        String statements = "ALTER ROLE " + EmbeddedPostgres.USER + " PASSWORD '" + newPassword(folder) + "'\n"
                + "CREATE DATABASE " + EmbeddedPostgres.DATABASE + "\n";
        run(command.of(singleUser(folder, unfinished)), folder, statements);
        Files.move(unfinished, folder.database(), StandardCopyOption.ATOMIC_MOVE);
        sync(folder.root(), StandardOpenOption.READ);
    }

    /** The password, made with the database. */
    static String password(DataFolder folder) throws IOException {
        if (Files.notExists(folder.password())) {
            throw new IllegalStateException(folder.password() + " is missing. It belongs to " + folder.database()
                    + ": restore it from the backup that holds the folder");
        }
        return Files.readString(folder.password()).strip();
    }

    private static List<String> initdb(DataFolder folder, Path database) {
        // Collation and case don't depend on the machine's C library: the folder can move to another one.
        return List.of(
                folder.program("initdb").toString(),
                "--pgdata=" + database,
                "--username=" + EmbeddedPostgres.USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions");
    }

    private static List<String> singleUser(DataFolder folder, Path database) {
        return List.of(
                folder.program("postgres").toString(),
                "--single",
                "-D",
                database.toString(),
                "-c",
                "exit_on_error=on",
                "-c",
                "log_min_error_statement=panic",
                "postgres");
    }

    private static void run(List<String> command, DataFolder folder, String input) {
        ProgramRun run = ProgramRun.of(command, folder.root(), input);
        if (!run.succeeded()) {
            throw new IllegalStateException("The embedded database can't be made in " + folder.root() + ": "
                    + run.output() + " Or else " + PostgresBinaries.ELSEWHERE);
        }
    }

    private static String newPassword(DataFolder folder) throws IOException {
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path unfinished = DataFolder.unfinished(folder.password());
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, password + "\n");
        sync(unfinished, StandardOpenOption.WRITE);
        Files.move(unfinished, folder.password(), StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    private static void sync(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }
}
