package io.vestibule.password.argon2;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The library that {@code src/main/native} makes: Argon2 (RFC 9106) in all variants and versions, for one instruction set. Safe for use by
 * many threads at once.
 */
public final class Argon2Library implements Argon2Function {
    private final MethodHandle map;
    private final MethodHandle unmap;
    private final MethodHandle wipe;
    private final MethodHandle hash;

    private Argon2Library(SymbolLookup symbols) {
        this.map = handle(symbols, "vestibule_map", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
        this.unmap = handle(symbols, "vestibule_unmap", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
        this.wipe = handle(symbols, "vestibule_wipe", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
        this.hash = handle(
                symbols, "vestibule_argon2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG));
    }

    @SuppressWarnings("restricted") // to call C code is what it's for
    private static MethodHandle handle(SymbolLookup symbols, String name, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), shape);
    }

    /**
     * Loads the library of this instruction set, which the machine must have.
     *
     * @throws IOException if the build made none, or its file isn't the one that the build made
     * @throws IllegalArgumentException if the system can't load it: another architecture, another C library, a temporary folder whose
     *     files can't be run
     */
    public static Argon2Library load(InstructionSet instructions) throws IOException {
        byte[] library = read(instructions.resource());
        String sums = new String(read("/native/linux-x86-64/SHA256SUMS"), StandardCharsets.US_ASCII);
        return load(instructions, library, sums);
    }

    /** The system's loader would map a file that is cut short, and the process would end at the first use of what is missing. */
    @SuppressWarnings("restricted")
    static Argon2Library load(InstructionSet instructions, byte[] library, String sums) throws IOException {
        if (!sums.contains(sha256(library) + "  " + instructions.fileName() + "\n")) {
            throw new IOException(instructions.fileName() + " isn't the file that the build made");
        }
        Path file = Files.createTempFile("libargon2", ".so");
        try {
            Files.write(file, library);
            return new Argon2Library(SymbolLookup.libraryLookup(file, Arena.global()));
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream content = Argon2Library.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new FileNotFoundException("the build made no " + resource);
            }
            return content.readAllBytes();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public byte[] hash(byte[] password, byte[] salt, Argon2Parameters parameters) {
        return hash(password, salt, new byte[0], new byte[0], parameters);
    }

    /** The same with a secret (K) and associated data (X). */
    byte[] hash(byte[] password, byte[] salt, byte[] secret, byte[] data, Argon2Parameters parameters) {
        HashMemory kept = HashThread.kept(this, parameters.memoryBytes());
        if (kept != null) {
            return hash(password, salt, secret, data, parameters, kept);
        }
        try (HashMemory once = HashMemory.map(this, parameters.memoryBytes())) {
            return hash(password, salt, secret, data, parameters, once);
        }
    }

    private byte[] hash(
            byte[] password, byte[] salt, byte[] secret, byte[] data, Argon2Parameters parameters, HashMemory memory) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(parameters.length());
            MemorySegment copy = arena.allocateFrom(JAVA_BYTE, password);
            MemorySegment context = Argon2Context.allocate(arena, out, copy, salt, secret, data, parameters);
            MemorySegment lent = memory.lend(parameters.memoryBytes());
            int error = (int) hash.invokeExact(context, parameters.variant().number(), lent, lent.byteSize());
            copy.fill((byte) 0);
            if (error != 0) {
                throw new IllegalArgumentException("Argon2's error " + error + " for " + parameters);
            }
            return out.toArray(JAVA_BYTE);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Whether it computes the RFC's test vectors. */
    public boolean computesRfc9106() {
        return Rfc9106.holdsFor(this);
    }

    /** @throws HashMemoryException if the system has none */
    @SuppressWarnings("restricted") // the segment that comes has no length
    MemorySegment map(long bytes) {
        MemorySegment memory;
        try {
            memory = (MemorySegment) map.invokeExact(bytes);
        } catch (Throwable e) {
            throw impossible(e);
        }
        if (memory.equals(MemorySegment.NULL)) {
            throw new HashMemoryException(bytes);
        }
        return memory.reinterpret(bytes);
    }

    void unmap(MemorySegment memory) {
        try {
            unmap.invokeExact(memory, memory.byteSize());
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    void wipe(MemorySegment memory, long bytes) {
        try {
            wipe.invokeExact(memory, bytes);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    private static IllegalStateException impossible(Throwable fault) {
        return new IllegalStateException("A call of C code can't throw", fault);
    }
}
