package io.vestibule.password;

import io.vestibule.config.PasswordConfig.Library;
import io.vestibule.password.argon2.Argon2Library;
import io.vestibule.password.argon2.InstructionSet;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which implementation of Argon2 hashes: the one for the processor's widest vectors, if it computes what the portable one does. */
final class Argon2Selection {
    private static final Logger LOG = LoggerFactory.getLogger(Argon2Selection.class);
    private static final int PASSWORDS = 3;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Argon2Selection() {}

    /** The fastest that works. One line of the log says which, and why. */
    static Argon2 select(Library wanted, Argon2 portable) {
        Optional<InstructionSet> instructions = InstructionSet.ofThisMachine().stream()
                .filter(set -> wanted == Library.AUTO || wanted.name().equals(set.name()))
                .findFirst();
        if (instructions.isEmpty()) {
            LOG.info(
                    "passwords are hashed by the portable library, as {}",
                    wanted == Library.PORTABLE
                            ? "the settings say"
                            : "this machine hasn't the instructions for another");
            return portable;
        }
        try {
            Argon2Library library = Argon2Library.load(instructions.get());
            Argon2 argon2 = new NativeArgon2(library, instructions.get().nanosPerMebibyte(), portable);
            if (!library.computesRfc9106() || !agree(argon2, portable)) {
                LOG.error(
                        "the library for {} computes other hashes, so the portable one hashes passwords",
                        instructions.get());
                return portable;
            }
            LOG.info("passwords are hashed by the library for {}", instructions.get());
            return argon2;
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn(
                    "passwords are hashed by the portable library, more slowly, as the one for {} can't be used: {}",
                    instructions.get(),
                    e.toString());
            return portable;
        }
    }

    /** About some random passwords. */
    private static boolean agree(Argon2 argon2, Argon2 portable) {
        for (int i = 0; i < PASSWORDS; i++) {
            byte[] password = new byte[1 + RANDOM.nextInt(100)];
            RANDOM.nextBytes(password);
            if (!portable.matches(password, argon2.hash(password))) {
                return false;
            }
        }
        return true;
    }
}
