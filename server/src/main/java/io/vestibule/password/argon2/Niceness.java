package io.vestibule.password.argon2;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;

/** How readily a thread lets others go first. Linux alone can say so of a thread; elsewhere they share as they are. */
final class Niceness {
    private static final int THIS_THREAD = 0;
    private static final int NICE = 10;

    /** The longest that the kernel takes. A thread that wakes with a shorter one needn't wait for the end of it. */
    private static final Duration SLICE = Duration.ofMillis(100);

    /** The number of sched_setattr(2), for which most C libraries have no function yet, by the machine's architecture. */
    private static final Map<String, Integer> SCHED_SETATTR =
            Map.of("x86-64", 314, "aarch64", 274, "riscv64", 274, "loongarch64", 274);

    private Niceness() {}

    /**
     * Hashes take every core there is; whoever renews a session or reads a profile meanwhile gets the larger share of a core, and gets
     * it when it wakes (decision 22).
     */
    static void yieldToOthers() {
        if (Platform.isLinux() && !takesLongSlices()) {
            int process = 0; // PRIO_PROCESS
            call("setpriority", process, THIS_THREAD, NICE);
        }
    }

    /** Sets both at once. Whether the kernel took it: a sandbox may know setpriority(2) alone. */
    private static boolean takesLongSlices() {
        Integer number = SCHED_SETATTR.get(Platform.ARCH);
        if (number == null) {
            return false;
        }
        int size = 48;
        byte[] attributes = ByteBuffer.allocate(size)
                .order(ByteOrder.nativeOrder())
                .putInt(size)
                .putInt(0) // SCHED_OTHER
                .putLong(0) // flags
                .putInt(NICE)
                .putInt(0) // priority, of realtime threads
                .putLong(SLICE.toNanos())
                .array();
        return call("syscall", new NativeLong(number), THIS_THREAD, attributes, 0) == 0;
    }

    private static int call(String function, Object... arguments) {
        return Function.getFunction("c", function).invokeInt(arguments);
    }
}
