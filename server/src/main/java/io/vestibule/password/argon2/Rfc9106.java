package io.vestibule.password.argon2;

import io.vestibule.password.argon2.Argon2Parameters.Variant;
import io.vestibule.password.argon2.Argon2Parameters.Version;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** The test vectors of RFC 9106, section 5: one a variant, with all inputs that Argon2 has. */
final class Rfc9106 {
    private static final Map<Variant, String> TAGS = Map.of(
            Variant.D, "512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb",
            Variant.I, "c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8",
            Variant.ID, "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");

    private Rfc9106() {}

    /** Whether the library computes them all. */
    static boolean holdsFor(Argon2Library library) {
        return TAGS.entrySet().stream().allMatch(vector -> {
            byte[] tag = library.hash(
                    filled(32, 1),
                    filled(16, 2),
                    filled(8, 3),
                    filled(12, 4),
                    new Argon2Parameters(vector.getKey(), Version.V1_3, 32, 3, 4, 32));
            return HexFormat.of().formatHex(tag).equals(vector.getValue());
        });
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
