package io.vestibule.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Refused lines as they are written. */
public final class ErrorText {
    private final ErrorLines form;
    private final List<Line> lines;

    ErrorText(ErrorLines form, List<Line> lines) {
        this.form = form;
        this.lines = lines;
    }

    /** A refused line. */
    record Line(SourceRecord source, String reason) {}

    /** Whether there are none. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The bytes of it; with a header where it is the beginning. */
    public byte[] bytes(boolean first) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        if (first && !form.header().isEmpty()) {
            text.writeBytes((form.header() + "\n").getBytes(UTF_8));
        }
        for (Line line : lines) {
            text.writeBytes(form.line(line.source(), line.reason()));
            text.write('\n');
        }
        return text.toByteArray();
    }
}
