package io.vestibule.password;

/**
 * What one Argon2id hash costs (RFC 9106 section 3.1).
 *
 * @param memory m, KiB, at least 8 for each lane
 * @param iterations t, passes over the memory, at least 1
 * @param parallelism p, lanes, at least 1
 */
record Argon2Cost(long memory, long iterations, long parallelism) {
    /** For new hashes: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet; ASVS 6.5.2 and its appendix). */
    static final Argon2Cost TODAY = new Argon2Cost(19_456, 2, 1);

    Argon2Cost {
        if (parallelism < 1 || iterations < 1 || memory < 8 * parallelism) {
            throw new IllegalArgumentException("No Argon2 cost: " + text(memory, iterations, parallelism));
        }
    }

    /** Roughly how many nanoseconds it takes, where each MiB that a pass goes through takes so many. */
    long nanos(long perMebibyte) {
        return memory * iterations * perMebibyte / 1024;
    }

    /** As a PHC string has it: {@code m=19456,t=2,p=1}. */
    @Override
    public String toString() {
        return text(memory, iterations, parallelism);
    }

    private static String text(long memory, long iterations, long parallelism) {
        return "m=" + memory + ",t=" + iterations + ",p=" + parallelism;
    }
}
