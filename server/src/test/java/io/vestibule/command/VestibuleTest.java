package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class VestibuleTest {

    private static Terminal terminal() {
        return new Terminal(Map.of(), InputStream.nullInputStream(), new PrintStream(OutputStream.nullOutputStream()));
    }

    private static CommandLine all() {
        return Vestibule.commandLine(terminal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "serve --demo"})
    void the_usual_lines_of_serve_are_read_as_picocli_reads_them(String line) {
        List<String> args = List.of(line.split(" "));
        CommandLine.ParseResult parsed = all().parseArgs(args.toArray(String[]::new));
        ServeCommand read = (ServeCommand) parsed.subcommand().commandSpec().userObject();

        assertThat(ServeCommand.usual(terminal(), args))
                .hasValueSatisfying(usual -> assertThat(usual.demo).isEqualTo(read.demo));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "migrate", "--demo", "serve --help", "serve --demo --demo", "serve --dmo", "--demo serve"})
    void other_lines_are_left_to_picocli(String line) {
        assertThat(ServeCommand.usual(terminal(), List.of(line.split(" ")))).isEmpty();
    }

    static Stream<List<String>> commands() {
        List<List<String>> paths = new ArrayList<>();
        collect(all(), List.of(), paths);
        return paths.stream();
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, sub) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(sub, longer, paths);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_tells_how_it_is_used(List<String> path) {
        StringWriter out = new StringWriter();
        List<String> args = new ArrayList<>(path);
        args.add("--help");

        int exit = all().setOut(new PrintWriter(out, true)).execute(args.toArray(String[]::new));

        assertThat(exit).isZero();
        assertThat(out.toString())
                .startsWith("Usage: "
                        + String.join(
                                " ",
                                Stream.concat(Stream.of("vestibule"), path.stream())
                                        .toList()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_says_what_it_does_and_every_option_what_it_means(List<String> path) {
        CommandLine command = subcommand(path);
        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(command.getCommandSpec().options())
                .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
    }

    @Test
    void every_command_is_in_the_operations_page() throws IOException {
        String page = Files.readString(Path.of("../docs/operations.md"));
        assertThat(commands().filter(path -> subcommand(path).getSubcommands().isEmpty()))
                .isNotEmpty()
                .allSatisfy(
                        path -> assertThat(page).containsPattern("(?m)^\\|.*`" + String.join(" ", path) + "`.* \\|"));
    }

    private static CommandLine subcommand(List<String> path) {
        CommandLine command = all();
        for (String name : path) {
            command = command.getSubcommands().get(name);
        }
        return command;
    }
}
