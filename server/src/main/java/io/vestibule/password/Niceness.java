package io.vestibule.password;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/** How readily a thread lets others go first. */
final class Niceness {
    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;
    private static final int NICE = 10;

    private Niceness() {}

    /**
     * Hashes take every core there is; whoever renews a session or reads a profile meanwhile mustn't wait for a slice of the
     * scheduler's (setpriority(2): on Linux of the thread alone). Elsewhere they share as they are.
     */
    static void yieldToOthers() {
        if (Platform.isLinux()) {
            Function.getFunction("c", "setpriority").invokeInt(new Object[] {PRIO_PROCESS, THIS_THREAD, NICE});
        }
    }
}
