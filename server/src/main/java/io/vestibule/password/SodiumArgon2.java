package io.vestibule.password;

import com.goterl.lazysodium.utils.LibraryLoader;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import io.vestibule.password.legacy.MemoryHard;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Argon2id by libsodium, in memory outside the heap. */
final class SodiumArgon2 implements Argon2 {
    /** crypto_pwhash_argon2id_STRBYTES: what libsodium writes, with the zero at its end. */
    private static final int STRING_BYTES = 128;

    private static final int ENOMEM = 12;

    private final Function hash;
    private final Function verify;
    private final SodiumMemoryHard memoryHard;

    private SodiumArgon2(NativeLibrary sodium) throws IOException {
        // One by one: to bind all that it has, as lazysodium does, takes as long as a hash
        if (sodium.getFunction("sodium_init").invokeInt(new Object[0]) < 0) {
            throw new IOException("sodium_init() failed");
        }
        this.hash = sodium.getFunction("crypto_pwhash_str");
        this.verify = sodium.getFunction("crypto_pwhash_str_verify");
        this.memoryHard = new SodiumMemoryHard(this, sodium);
    }

    /**
     * Loads the library that lazysodium's jar brings along. Lazysodium's own loader would unpack the whole jar that it finds
     * itself in, which is all of our product, into the temporary folder; we take the one file.
     */
    static SodiumArgon2 load() throws IOException {
        // JNA would run ldconfig, a process, to learn where the system's libraries are; ours is loaded by its path
        System.setProperty("jna.platform.library.path", "");
        String resource = "/" + LibraryLoader.getSodiumPathInResources();
        Path file = Files.createTempFile("libsodium", resource.substring(resource.lastIndexOf('.')));
        try (InputStream library = LibraryLoader.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new FileNotFoundException("No resource " + resource);
            }
            Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
            return new SodiumArgon2(NativeLibrary.getInstance(file.toString()));
        } finally {
            // Unix lets go of a loaded file's name at once; Windows only when the process ends.
            if (!file.toFile().delete()) {
                file.toFile().deleteOnExit();
            }
        }
    }

    @Override
    public String name() {
        return "libsodium";
    }

    @Override
    public PhcString hash(byte[] password) {
        byte[] string = new byte[STRING_BYTES];
        Argon2Cost cost = Argon2Cost.TODAY;
        NativeLong memory = new NativeLong(cost.memory() * 1024);
        if (call(hash, string, password, (long) password.length, cost.iterations(), memory) != 0) {
            throw new IllegalStateException("The system has no memory for a password hash of " + cost);
        }
        return PhcString.parse(new String(string, StandardCharsets.US_ASCII).replace("\0", ""));
    }

    @Override
    public boolean matches(byte[] password, PhcString stored) {
        return matches(password, stored.print());
    }

    /** Whether an Argon2id or Argon2i string, version 1.3, was made from these bytes. */
    boolean matches(byte[] password, String stored) {
        byte[] text = stored.getBytes(StandardCharsets.US_ASCII);
        byte[] string = Arrays.copyOf(text, Math.max(text.length + 1, STRING_BYTES));
        boolean matches = call(verify, string, password, (long) password.length) == 0;
        // libsodium answers -1 both for a wrong password (errno EINVAL) and for want of memory, which must not count as
        // one.
        if (!matches && Native.getLastError() == ENOMEM) {
            throw new IllegalStateException("The system has no memory for a password hash");
        }
        return matches;
    }

    private static int call(Function function, Object... arguments) {
        return function.invokeInt(arguments);
    }

    @Override
    public MemoryHard memoryHard() {
        return memoryHard;
    }
}
