package io.vestibule.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that run Java. */
final class Java {
    private Java() {}

    static String program() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A main class of the bench, with the JVM options that the server has. */
    static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                program(),
                "@server/jvm.options",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
