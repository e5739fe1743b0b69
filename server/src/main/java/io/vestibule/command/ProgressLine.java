package io.vestibule.command;

import com.sun.jna.Function;
import io.vestibule.transfer.Run;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** How far an import is: a bar that moves on a terminal, else a line from time to time. */
final class ProgressLine {
    private static final int STANDARD_ERROR = 2;
    private static final int WIDTH = 30;
    private static final long LINE_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter err;
    private final boolean bar;
    private final long total;
    private final long begun = System.nanoTime();
    private long lastLine = begun;
    private boolean drawn;
    private long bytesBefore = -1;

    ProgressLine(PrintWriter err, boolean bar, long total) {
        this.err = err;
        this.bar = bar;
        this.total = total;
    }

    /** For a file of so many bytes. */
    static ProgressLine of(PrintWriter err, long total) {
        return new ProgressLine(err, isTerminal(), total);
    }

    /** Java tells only whether standard output is one. */
    private static boolean isTerminal() {
        try {
            return Function.getFunction("c", "isatty").invokeInt(new Object[] {STANDARD_ERROR}) == 1;
        } catch (LinkageError | RuntimeException e) {
            return false;
        }
    }

    void at(long bytes, Run now, Run before) {
        long nanos = System.nanoTime();
        if (!bar && nanos - lastLine < LINE_NANOS) {
            return;
        }
        lastLine = nanos;
        String line = line(bytes, now, before, Duration.ofNanos(nanos - begun));
        if (bar) {
            err.print("\r" + line + "\033[K");
            err.flush();
            drawn = true;
        } else {
            err.println(line);
        }
    }

    private String line(long bytes, Run now, Run before, Duration time) {
        double part = total == 0 ? 1 : (double) bytes / total;
        long lines = now.imported() + now.unchanged() + now.refused();
        long linesBefore = before.imported() + before.unchanged() + before.refused();
        double seconds = Math.max(time.toMillis() / 1000.0, 0.001);
        // What was done before this call costs no time now
        bytesBefore = bytesBefore < 0 ? Math.round((double) bytes * linesBefore / Math.max(lines, 1)) : bytesBefore;
        double left = bytes <= bytesBefore ? 0 : seconds * (total - bytes) / (bytes - bytesBefore);
        int full = (int) (part * WIDTH);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %%  %,d customers, %,d refused  %,.0f a second  %s left",
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                (int) (part * 100),
                now.imported() + now.unchanged(),
                now.refused(),
                (lines - linesBefore) / seconds,
                words(Duration.ofSeconds(Math.round(left))));
    }

    private static String words(Duration time) {
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }

    /** Leaves the terminal's line. */
    void leave() {
        if (drawn) {
            err.println();
            drawn = false;
        }
    }
}
