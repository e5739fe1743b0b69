package io.vestibule.support;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the round trips of one connection to PostgreSQL from what its client sends (PostgreSQL's documentation, "Message
 * Formats"): a Sync or a Query ends one. Byte by byte, as messages come in pieces of any size.
 */
final class RoundTrips {
    /** Protocol 3.0, in the first message but those that ask for encryption. The messages after it begin with their type. */
    private static final int STARTUP = 196_608;

    private final LongAdder count;
    private boolean typed;
    private int header;
    private int length;
    private int body;
    private int protocol;

    RoundTrips(LongAdder count) {
        this.count = count;
    }

    void sent(byte[] bytes, int size) {
        for (int i = 0; i < size; i++) {
            next(bytes[i] & 0xFF);
        }
    }

    private void next(int value) {
        if (body > 0) {
            body--;
            protocol = typed ? STARTUP : protocol << 8 | value;
            typed = protocol == STARTUP;
        } else if (typed && header == 0) {
            if (value == 'S' || value == 'Q') {
                count.increment();
            }
            header = 1;
        } else {
            length = length << 8 | value;
            header++;
            if (header == (typed ? 5 : 4)) {
                body = length - 4;
                header = 0;
                length = 0;
            }
        }
    }
}
