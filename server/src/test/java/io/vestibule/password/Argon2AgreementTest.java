package io.vestibule.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.password.argon2.Argon2Library;
import io.vestibule.password.argon2.Argon2Parameters;
import io.vestibule.password.argon2.Argon2Parameters.Variant;
import io.vestibule.password.argon2.Argon2Parameters.Version;
import io.vestibule.password.argon2.InstructionSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The libraries compute what libsodium and Bouncy Castle compute, of 10,000 random inputs, the same each time. */
class Argon2AgreementTest {
    private static final List<Variant> VARIANTS = List.of(Variant.D, Variant.I, Variant.ID);
    private static final int INPUTS = 10_000;
    private static final Path SOURCES = Path.of("target", "native", "package", "argon2");
    private static final HexFormat HEX = HexFormat.of();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Input(byte[] password, byte[] salt, Argon2Parameters parameters) {
        static Input random(Random random) {
            int lanes = 1 + random.nextInt(4);
            return new Input(
                    bytes(random, random.nextInt(200)),
                    bytes(random, 8 + random.nextInt(57)),
                    new Argon2Parameters(
                            VARIANTS.get(random.nextInt(VARIANTS.size())),
                            random.nextInt(4) == 0 ? Version.V1_0 : Version.V1_3,
                            8 * lanes + random.nextInt(100),
                            1 + random.nextInt(3),
                            lanes,
                            16 + random.nextInt(49)));
        }

        private static byte[] bytes(Random random, int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }

        byte[] byBouncyCastle() {
            var generator = new Argon2BytesGenerator();
            generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                            parameters.variant().number())
                    .withVersion(parameters.version().number())
                    .withMemoryAsKB(parameters.memory())
                    .withIterations(parameters.passes())
                    .withParallelism(parameters.lanes())
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[parameters.length()];
            generator.generateBytes(password, hash);
            return hash;
        }

        /** What the driver reads: numbers as argon2.h has them, then password and salt. */
        String line() {
            return "%d %d %d %d %d %d x%s x%s"
                    .formatted(
                            parameters.variant().number(),
                            parameters.version().number(),
                            parameters.memory(),
                            parameters.passes(),
                            parameters.lanes(),
                            parameters.length(),
                            HEX.formatHex(password),
                            HEX.formatHex(salt));
        }
    }

    private static List<Input> inputs() {
        Random random = new Random(9106);
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            inputs.add(Input.random(random));
        }
        return inputs;
    }

    @Test
    void each_instruction_set_computes_what_the_others_compute(@TempDir Path folder) throws Exception {
        List<Argon2Library> libraries = new ArrayList<>();
        for (InstructionSet set : InstructionSet.ofThisMachine()) {
            libraries.add(Argon2Library.load(set));
        }
        SodiumArgon2 sodium = SodiumArgon2.load();
        List<Input> inputs = inputs();
        List<String> expected = new ArrayList<>();
        for (Input input : inputs) {
            byte[] hash = input.byBouncyCastle();
            expected.add(HEX.formatHex(hash));
            for (Argon2Library library : libraries) {
                assertThat(library.hash(input.password(), input.salt(), input.parameters()))
                        .as(input.line())
                        .isEqualTo(hash);
            }
            Argon2Parameters parameters = input.parameters();
            if (parameters.variant() == Variant.ID && parameters.version() == Version.V1_3) {
                var cost = new Argon2Cost(parameters.memory(), parameters.passes(), parameters.lanes());
                assertThat(sodium.matches(input.password(), PhcString.of(cost, input.salt(), hash)))
                        .as(input.line())
                        .isTrue();
            }
        }
        assertThat(libraries).isNotEmpty();

        assertThat(bySanitizedBuild(inputs, folder)).isEqualTo(expected);
    }

    /** The same C code with AddressSanitizer and UndefinedBehaviorSanitizer, which end the process at their first finding. */
    private static List<String> bySanitizedBuild(List<Input> inputs, Path folder) throws Exception {
        Path program = folder.resolve("argon2");
        List<String> compile = new ArrayList<>(List.of(
                "cc",
                "-std=c11",
                "-g",
                "-O1",
                "-mavx2",
                "-fsanitize=address,undefined",
                "-fno-sanitize-recover=all",
                "-DARGON2_NO_THREADS",
                "-I" + SOURCES.resolve("include"),
                "-I" + SOURCES.resolve("src"),
                "-o",
                program.toString(),
                "src/main/native/vestibule_argon2.c",
                "src/test/native/hash_lines.c"));
        for (String source : List.of("argon2", "core", "encoding", "opt", "blake2/blake2b")) {
            compile.add(SOURCES.resolve("src/" + source + ".c").toString());
        }
        run(new ProcessBuilder(compile));

        Path lines = folder.resolve("inputs");
        Files.write(lines, inputs.stream().map(Input::line).toList());
        return run(new ProcessBuilder(program.toString()).redirectInput(lines.toFile()));
    }

    /** What it prints; its errors are the test's. */
    private static List<String> run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> output = process.inputReader().readAllLines();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output;
    }
}
