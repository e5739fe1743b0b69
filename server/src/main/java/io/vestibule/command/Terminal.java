package io.vestibule.command;

import io.vestibule.secret.Secret;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Where a command was typed.
 *
 * @param environment the variables that the settings are read from
 * @param in          what is piped into the command
 * @param out         answers, and nothing else
 */
record Terminal(Map<String, String> environment, InputStream in, PrintStream out) {

    /** The process's own. */
    static Terminal ofProcess() {
        return new Terminal(System.getenv(), System.in, System.out);
    }

    void say(String line) {
        out.println(line);
    }

    /** Whether standard output took less than was said: its disk is full, say, or its reader has gone. The stream keeps that to itself. */
    boolean isCut() {
        return out.checkError();
    }

    /** A password typed twice, unseen. */
    Secret askPassword() {
        Console console = console("--password asks at a terminal, and this is none; use --password-stdin.");
        Secret first = Secret.of(typed(console, "Password: "));
        if (!first.equals(Secret.of(typed(console, "Again: ")))) {
            throw new Refusal("The two passwords differ; nothing was stored. Try again.");
        }
        return first;
    }

    private static String typed(Console console, String prompt) {
        char[] typed = console.readPassword("%s", prompt);
        if (typed == null) {
            throw new Refusal("No password was given; nothing was stored.");
        }
        String text = new String(typed);
        Arrays.fill(typed, ' ');
        return text;
    }

    /** The first line of standard input. */
    Secret readPassword() {
        try {
            return firstLine(in, "Standard input");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The password that a stream begins with. */
    static Secret firstLine(InputStream in, String name) throws IOException {
        String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        if (line == null || line.isEmpty()) {
            throw new Refusal(Arguments.shown(name) + " holds no password; it is the first line.");
        }
        return Secret.of(line);
    }

    /** Goes on only if the operator says so. */
    void confirm(String question) {
        Console console = console(question + " This is no terminal to ask at; say --yes if you are sure.");
        String answer = console.readLine("%s Type 'yes' to go on: ", question);
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).equals("yes")) {
            throw new Refusal("Nothing was changed.");
        }
    }

    @SuppressWarnings("SystemConsoleNull") // null again since JDK 25, whose own console is the default (JDK-8351435)
    private static Console console(String otherwise) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new Refusal(otherwise);
        }
        return console;
    }
}
