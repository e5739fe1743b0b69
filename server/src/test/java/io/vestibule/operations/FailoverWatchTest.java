package io.vestibule.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Installation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** "A node that saw an event says so when the database has lost it" (operations). */
class FailoverWatchTest {
    private final Installation installation = Installation.demo();
    private final FailoverWatch watch = new FailoverWatch(installation.sql());

    @AfterEach
    void stop() {
        installation.close();
    }

    private void happens(String event) {
        installation.sql("insert into audit_event (event, dialect) values (?, 'command')", event);
    }

    @Test
    void an_event_that_was_seen_and_is_gone_is_noticed_once() {
        happens("one");
        assertThat(watch.look()).isTrue();
        happens("two");
        assertThat(watch.look()).isTrue();
        assertThat(watch.look()).isTrue();

        // As after a failover to a server that lacked it: the id is given out anew
        installation.sql("begin; set local session_replication_role = replica;"
                + " delete from audit_event where event = 'two'; commit");
        installation.sql("insert into audit_event (id, event, dialect) overriding system value"
                + " select max(id) + 1, 'three', 'command' from audit_event");
        assertThat(watch.look()).isFalse();
        assertThat(watch.look()).isTrue();
    }

    @Test
    void a_database_without_events_lost_none() {
        installation.sql("begin; set local session_replication_role = replica; delete from audit_event; commit");
        assertThat(watch.look()).isTrue();
        happens("one");
        assertThat(watch.look()).isTrue();
    }
}
