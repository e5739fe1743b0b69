package io.vestibule.password.argon2;

/**
 * What Argon2 is asked for, beside password and salt (RFC 9106 section 3.1).
 *
 * @param memory m, KiB
 * @param passes t
 * @param lanes  p
 * @param length of the hash, bytes, at least 4
 */
public record Argon2Parameters(Variant variant, Version version, int memory, int passes, int lanes, int length) {
    /** y. */
    public enum Variant {
        D(0),
        I(1),
        ID(2);

        private final int number;

        Variant(int number) {
            this.number = number;
        }

        /** As the RFC and argon2.h have it. */
        public int number() {
            return number;
        }
    }

    /** v. */
    public enum Version {
        V1_0(0x10),
        V1_3(0x13);

        private final int number;

        Version(int number) {
            this.number = number;
        }

        /** As the RFC and argon2.h have it. */
        public int number() {
            return number;
        }
    }

    /** How much memory it takes: at least 8 blocks of 1 KiB a lane (RFC 9106 section 3.2). */
    long memoryBytes() {
        return 1024L * Math.max(memory, 8 * lanes);
    }
}
