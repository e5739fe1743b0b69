package io.vestibule.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is counted is what went out. */
class EdgeTest {
    private static final Requester ASKING = new Requester("test", 1, null);

    private record Counted(
            int status, Outcome outcome, @Nullable Requester requester) {}

    @Test
    void an_answer_that_cannot_be_finished_is_counted_as_a_fault_to_the_same_requester() throws IOException {
        List<Counted> counted = new ArrayList<>();
        OneRoute site = new OneRoute(request -> Answer.empty(204).to(ASKING)) {
            @Override
            public Answer finish(Request request, Answer answer) {
                throw new IllegalStateException("the test's own");
            }
        };
        String head = site.head((name, method, route, status, outcome, requester, elapsed) ->
                counted.add(new Counted(status, outcome, requester)));
        assertThat(head).startsWith("HTTP/1.1 500 ");
        assertThat(counted).containsExactly(new Counted(500, Outcome.FAULT, ASKING));
    }
}
