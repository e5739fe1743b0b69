package io.vestibule.config;

import java.time.Duration;

/**
 * What password hashing may take of the machine.
 *
 * @param hashThreads passwords hashed at a time; 0: as many as the machine has cores
 * @param hashQueue how many may wait; more are refused at once
 * @param hashWait how long one may wait before it is refused; may be zero
 * @param library which library computes Argon2, where the machine has it
 */
public record PasswordConfig(int hashThreads, int hashQueue, Duration hashWait, Library library) {
    /** Which library computes Argon2. */
    public enum Library {
        /** The one for the widest vectors that the processor has. */
        AUTO,
        AVX512,
        AVX2,
        /** The one that runs on every processor: libsodium. */
        PORTABLE
    }

    static final Setting<Integer> HASH_THREADS = Setting.of(
            "password.hash-threads",
            Kind.numberFrom(0, 256),
            "0",
            "Passwords hashed at a time, each taking 19 MiB; 0: as many as cores");
    static final Setting<Integer> HASH_QUEUE = Setting.of(
            "password.hash-queue",
            Kind.numberFrom(0, 10_000),
            "256",
            "How many passwords may wait to be hashed; more are answered 503 after half a second at most");
    static final Setting<Duration> HASH_WAIT = Setting.of(
            "password.hash-wait",
            Kind.DURATION_OR_ZERO,
            "2s",
            "How long a password may wait to be hashed before it is answered 503");
    static final Setting<Library> LIBRARY = Setting.of(
            "password.library",
            Kind.oneOf(Library.class),
            "auto",
            "Which library hashes: the one for these vector instructions if the processor has them, or the portable one; auto is the fastest");

    static PasswordConfig read(Settings settings) {
        settings.section("Passwords");
        return new PasswordConfig(
                settings.get(HASH_THREADS), settings.get(HASH_QUEUE), settings.get(HASH_WAIT), settings.get(LIBRARY));
    }
}
