package io.vestibule.password.legacy;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Firebase's scrypt: what scrypt derives encrypts the project's signer key (AES-256 in counter mode), and that is the hash. Who has
 * the key takes it off again, once; what is left is what the cipher gives by itself, and is stored: {@code
 * $firebase-scrypt$ln=14,r=8,p=1$salt$stream}.
 *
 * @param scrypt with salt and salt separator; its hash is the stream
 */
record FirebaseScrypt(Scrypt scrypt) implements LegacyHash {
    private static final Pattern SHAPE = Pattern.compile("\\$firebase-scrypt\\$ln=(\\d{1,2}),r=([1-9]\\d{0,5}),p=1"
            + "\\$([A-Za-z0-9+/]{1,1400})\\$([A-Za-z0-9+/]{1,86})");
    private static final int KEY_BYTES = 32;

    static FirebaseScrypt read(String text, MemoryHard memoryHard) {
        if (text.chars().filter(letter -> letter == '$').count() == 3) {
            throw new UnusableHashException(
                    "a password hash of Firebase, which needs the project's hash parameters (--firebase-hash-config)");
        }
        Matcher parts = HashText.parts(SHAPE, text);
        return new FirebaseScrypt(new Scrypt(
                1L << Math.min(Integer.parseInt(parts.group(1)), 40),
                HashText.figure(parts.group(2)),
                1,
                HashText.base64(parts.group(3), 1, Scrypt.MOST_SALT),
                HashText.base64(parts.group(4), 16, 64),
                memoryHard));
    }

    @Override
    public String kind() {
        return scrypt.kind();
    }

    @Override
    public long nanos() {
        return scrypt.nanos();
    }

    @Override
    public @Nullable String tooExpensive() {
        return scrypt.tooExpensive();
    }

    @Override
    public List<Preparation> preparations() {
        return scrypt.preparations();
    }

    @Override
    public boolean matches(byte[] prepared) {
        byte[] key = scrypt.derive(prepared, KEY_BYTES);
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
            return MessageDigest.isEqual(scrypt.hash(), cipher.doFinal(new byte[scrypt.hash().length]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public String text() {
        return "$firebase-scrypt$" + scrypt.cost() + HashText.unpadded(scrypt.salt()) + "$"
                + HashText.unpadded(scrypt.hash());
    }

    @Override
    public LegacyHash decoy() {
        return new FirebaseScrypt(scrypt.decoy());
    }

    @Override
    public String toString() {
        return "FirebaseScrypt[" + kind() + "]";
    }
}
