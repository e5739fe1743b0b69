package io.vestibule.admin;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Reply;
import java.util.List;

/** Waits for what becomes of imports. */
final class Imported {
    private Imported() {}

    /** An import once it is in one of these states. */
    static Reply awaited(Admin owner, String path, String... states) {
        return until(
                () -> {
                    Reply reply = owner.get(path);
                    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
                    return reply;
                },
                reply -> List.of(states).contains(reply.text("state")));
    }
}
