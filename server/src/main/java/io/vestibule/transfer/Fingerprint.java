package io.vestibule.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.password.PasswordHasher;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;

/** SHA-256 of all of an import's files, and of how they are read: what makes it the same import again, whatever their names. */
final class Fingerprint {
    /** Another number where files are cut into other pieces than before. */
    private static final int VERSION = 2;

    private Fingerprint() {}

    static byte[] of(CustomerImport.Order order, PasswordHasher hasher) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((order.format().word() + " " + VERSION + " " + order.account()
                            + (order.lenient() ? " lenient" : "")
                            + (order.zone() == null ? "" : " " + order.zone())
                            + (order.columns().isEmpty() ? "" : " " + new TreeMap<>(order.columns()))
                            + "\n")
                    .getBytes(UTF_8));
            digest.update(hasher.sourceIdentity());
            byte[] buffer = new byte[1 << 16];
            for (ImportFile one : order.files()) {
                digest.update((one.size() + "\n").getBytes(UTF_8));
                try (InputStream file = one.open()) {
                    for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
                        digest.update(buffer, 0, read);
                    }
                }
            }
            return digest.digest();
        } catch (IOException e) {
            throw new UncheckedIOException("The file can't be read: " + Unwritable.reason(e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
