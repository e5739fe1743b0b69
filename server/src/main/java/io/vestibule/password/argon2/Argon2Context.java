package io.vestibule.password.argon2;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/** {@code argon2_context} of argon2.h: what a hash is made of. The callbacks, which are null here, are set in C. */
final class Argon2Context {
    private static final MemoryLayout LAYOUT = MemoryLayout.structLayout(
            ADDRESS.withName("out"),
            JAVA_INT.withName("outlen"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("pwd"),
            JAVA_INT.withName("pwdlen"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("salt"),
            JAVA_INT.withName("saltlen"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("secret"),
            JAVA_INT.withName("secretlen"),
            MemoryLayout.paddingLayout(4),
            ADDRESS.withName("ad"),
            JAVA_INT.withName("adlen"),
            JAVA_INT.withName("t_cost"),
            JAVA_INT.withName("m_cost"),
            JAVA_INT.withName("lanes"),
            JAVA_INT.withName("threads"),
            JAVA_INT.withName("version"),
            ADDRESS.withName("allocate_cbk"),
            ADDRESS.withName("free_cbk"),
            JAVA_INT.withName("flags"),
            MemoryLayout.paddingLayout(4));

    private Argon2Context() {}

    /** One that lives as long as the arena. */
    static MemorySegment allocate(
            Arena arena,
            MemorySegment out,
            MemorySegment password,
            byte[] salt,
            byte[] secret,
            byte[] data,
            Argon2Parameters parameters) {
        MemorySegment context = arena.allocate(LAYOUT);
        set(context, "out", out);
        set(context, "pwd", password);
        set(context, "salt", arena.allocateFrom(JAVA_BYTE, salt));
        set(context, "secret", arena.allocateFrom(JAVA_BYTE, secret));
        set(context, "ad", arena.allocateFrom(JAVA_BYTE, data));
        set(context, "t_cost", parameters.passes());
        set(context, "m_cost", parameters.memory());
        set(context, "lanes", parameters.lanes());
        set(context, "threads", 1);
        set(context, "version", parameters.version().number());
        return context;
    }

    /** A pointer, and the length behind it. */
    private static void set(MemorySegment context, String name, MemorySegment bytes) {
        context.set(ADDRESS, offset(name), bytes);
        set(context, name + "len", Math.toIntExact(bytes.byteSize()));
    }

    private static void set(MemorySegment context, String name, int value) {
        context.set(JAVA_INT, offset(name), value);
    }

    private static long offset(String name) {
        return LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement(name));
    }
}
