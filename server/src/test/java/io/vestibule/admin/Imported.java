package io.vestibule.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Reply;
import java.util.List;

/** Waits for what becomes of imports. */
final class Imported {
    private Imported() {}

    /** An import once it is in one of these states. */
    static Reply awaited(Admin owner, String path, String... states) {
        long end = System.nanoTime() + 60_000_000_000L;
        Reply reply;
        do {
            reply = owner.get(path);
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(System.nanoTime()).as(reply.body()).isLessThan(end);
        } while (!List.of(states).contains(reply.text("state")));
        return reply;
    }
}
