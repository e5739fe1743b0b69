package io.vestibule.password.argon2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.password.argon2.Argon2Parameters.Variant;
import io.vestibule.password.argon2.Argon2Parameters.Version;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The library of the widest instruction set that this machine has; ./test finds the compiler that makes it. */
class Argon2LibraryTest {
    private static final Argon2Parameters TODAY = new Argon2Parameters(Variant.ID, Version.V1_3, 19_456, 2, 1, 32);
    private static final Argon2Parameters SMALL = new Argon2Parameters(Variant.ID, Version.V1_3, 64, 1, 1, 32);
    private static final byte[] PASSWORD = "correct horse 9".getBytes(UTF_8);
    private static final byte[] SALT = new byte[16];

    private final Argon2Library library = load();

    private static Argon2Library load() {
        try {
            return Argon2Library.load(InstructionSet.ofThisMachine().getFirst());
        } catch (IOException e) {
            throw new AssertionError("./test finds a compiler, and the build makes the libraries", e);
        }
    }

    @Test
    void rfc_9106_section_5_each_library_that_runs_here_computes_the_test_vectors() throws IOException {
        for (InstructionSet set : InstructionSet.ofThisMachine()) {
            assertThat(Argon2Library.load(set).computesRfc9106()).as("%s", set).isTrue();
        }
    }

    @Test
    void nothing_of_a_hash_is_left_in_the_memory_that_a_thread_keeps() throws Exception {
        runInHashThread(() -> {
            library.hash(PASSWORD, SALT, TODAY);
            assertThat(isZero(kept())).isFalse();

            HashThread.wipeMemory();

            assertThat(isZero(kept())).isTrue();
        });
    }

    @Test
    void nothing_is_left_of_a_large_hash_that_a_small_one_follows() throws Exception {
        runInHashThread(() -> {
            library.hash(PASSWORD, SALT, TODAY);
            library.hash(PASSWORD, SALT, SMALL);
            HashThread.wipeMemory();

            assertThat(isZero(kept())).isTrue();
        });
    }

    @Test
    void memory_is_mapped_once_advised_to_be_huge_left_out_of_core_dumps_and_goes_with_its_thread() throws Exception {
        long address = inHashThread(() -> {
            library.hash(PASSWORD, SALT, TODAY);
            long first = kept().address();
            library.hash(PASSWORD, SALT, TODAY);

            assertThat(kept().address()).isEqualTo(first);
            assertThat(flagsOfMapping(first)).contains("hg", "dd");
            return first;
        });

        assertThat(flagsOfMapping(address)).doesNotContain("dd");
    }

    @Test
    void a_hash_of_more_memory_keeps_none_of_it() throws Exception {
        runInHashThread(() -> {
            library.hash(PASSWORD, SALT, new Argon2Parameters(Variant.ID, Version.V1_3, 65_536, 1, 1, 32));
            library.hash(PASSWORD, SALT, TODAY);

            assertThat(kept().byteSize()).isEqualTo(20 << 20);
        });
    }

    @Test
    void a_thread_that_hashes_once_gives_the_memory_back_at_once() {
        long before = mappings();
        library.hash(PASSWORD, SALT, TODAY);

        assertThat(mappings()).isEqualTo(before);
    }

    @Test
    void memory_that_the_system_refuses_is_told() {
        long moreThanThereIs = 1L << 60;

        assertThatExceptionOfType(HashMemoryException.class).isThrownBy(() -> library.map(moreThanThereIs));
    }

    @Test
    void a_library_that_is_cut_short_or_of_another_build_is_refused() throws IOException {
        byte[] whole = resource("libargon2-avx2.so");
        String sums = new String(resource("SHA256SUMS"), UTF_8);
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Argon2Library.load(InstructionSet.AVX2, cut, sums))
                .withMessage("libargon2-avx2.so isn't the file that the build made");
    }

    @Test
    void a_library_of_another_architecture_is_refused() throws Exception {
        byte[] other = resource("libargon2-avx2.so");
        other[18] = (byte) 0xB7; // the ELF header's machine: AArch64
        String sum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(other));

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Argon2Library.load(InstructionSet.AVX2, other, sum + "  libargon2-avx2.so\n"));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream content =
                Objects.requireNonNull(Argon2LibraryTest.class.getResourceAsStream("/native/linux-x86-64/" + name))) {
            return content.readAllBytes();
        }
    }

    private MemorySegment kept() {
        return Objects.requireNonNull(HashThread.kept(library, 1)).segment();
    }

    private static boolean isZero(MemorySegment memory) {
        byte[] bytes = memory.toArray(ValueLayout.JAVA_BYTE);
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    private static <T> T inHashThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new HashThread(task, "hash");
        thread.start();
        thread.join();
        return task.get();
    }

    private static void runInHashThread(Runnable work) throws Exception {
        inHashThread(() -> {
            work.run();
            return true;
        });
    }

    /** Linux' own words for what it was asked: hg (MADV_HUGEPAGE), dd (MADV_DONTDUMP). */
    private static List<String> flagsOfMapping(long address) throws IOException {
        boolean within = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] range = line.substring(0, line.indexOf(' ')).split("-", -1);
                within = Long.parseUnsignedLong(range[0], 16) <= address
                        && Long.parseUnsignedLong(range[1], 16) > address;
            } else if (within && line.startsWith("VmFlags:")) {
                return List.of(line.substring("VmFlags:".length()).strip().split(" ", -1));
            }
        }
        return List.of();
    }

    private static long mappings() {
        try {
            return Files.readAllLines(Path.of("/proc/self/smaps")).stream()
                    .filter(line -> line.startsWith("VmFlags:") && line.contains(" dd"))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
