package io.vestibule.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * All keys that one master key gives. Sealing and authenticating have a key each (NIST SP 800-57 part 1, 5.2: one key, one use).
 * {@code Mac} and {@code Cipher} objects are made a call: they hold state, and one a thread would be one a virtual thread.
 */
final class DerivedKeys {
    private static final int ID_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final String MAC = "HmacSHA256";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] id;
    private final Map<KeyPurpose, SecretKey> macKeys = new EnumMap<>(KeyPurpose.class);
    private final Map<KeyPurpose, SecretKey> sealKeys = new EnumMap<>(KeyPurpose.class);

    DerivedKeys(byte[] master) {
        try {
            KDF kdf = KDF.getInstance("HKDF-SHA256");
            id = kdf.deriveData(expansion(master, "id", ID_BYTES));
            for (KeyPurpose purpose : KeyPurpose.values()) {
                macKeys.put(purpose, kdf.deriveKey(MAC, expansion(master, "mac " + purpose.label(), KEY_BYTES)));
                sealKeys.put(purpose, kdf.deriveKey("AES", expansion(master, "seal " + purpose.label(), KEY_BYTES)));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks HKDF-SHA256", e);
        }
    }

    private static HKDFParameterSpec expansion(byte[] master, String label, int bytes) {
        return HKDFParameterSpec.ofExtract()
                .addIKM(master)
                .thenExpand(("vestibule " + label).getBytes(StandardCharsets.US_ASCII), bytes);
    }

    byte[] mac(KeyPurpose purpose, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(macKeys.get(purpose));
            for (byte[] part : parts) {
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks " + MAC, e);
        }
    }

    /** The nonce is random, which is safe for 2^32 messages a key (NIST SP 800-38D, 8.3): far more mail than one master key sees. */
    byte[] seal(KeyPurpose purpose, byte[] plain, byte[] associated) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, purpose, nonce, associated).doFinal(plain);
            return ByteBuffer.allocate(ID_BYTES + NONCE_BYTES + encrypted.length)
                    .put(id)
                    .put(nonce)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks " + CIPHER, e);
        }
    }

    /** Whether the sealed bytes name this key. */
    boolean sealed(byte[] sealed) {
        return sealed.length >= ID_BYTES && Arrays.equals(id, 0, ID_BYTES, sealed, 0, ID_BYTES);
    }

    byte[] open(KeyPurpose purpose, byte[] sealed, byte[] associated) {
        int start = ID_BYTES + NONCE_BYTES;
        if (sealed.length < start + TAG_BITS / 8) {
            throw altered(purpose);
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, purpose, Arrays.copyOfRange(sealed, ID_BYTES, start), associated)
                    .doFinal(sealed, start, sealed.length - start);
        } catch (AEADBadTagException e) {
            throw altered(purpose);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform lacks " + CIPHER, e);
        }
    }

    private static UnreadableException altered(KeyPurpose purpose) {
        return new UnreadableException(
                "The key is right, but these bytes were altered, or sealed for something other than this "
                        + purpose.label() + ": check that the database and VESTIBULE_MASTER_KEY belong together");
    }

    private Cipher cipher(int mode, KeyPurpose purpose, byte[] nonce, byte[] associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, sealKeys.get(purpose), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }
}
