package io.vestibule.dialect.logicboxes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Eventually;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A search that no index serves reads all customers of the portal: among millions that takes longer than another call may. */
class SearchTimeTest {
    private static final String PAGE = "no-of-records=10&page-no=1";
    private static final String BY_NAME = PAGE + "&name=john";
    private static final String BY_ID = PAGE + "&customer-id=2";

    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterEach
    void stop() {
        logicBoxes.close();
    }

    private FutureTask<Reply> searchByName() {
        FutureTask<Reply> search = new FutureTask<>(() -> logicBoxes.get("search", BY_NAME));
        Thread.startVirtualThread(search);
        return search;
    }

    private long waiting() {
        return logicBoxes.installation.count("""
                select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                """);
    }

    @Test
    void it_may_take_its_time_and_two_may_at_once() throws Exception {
        String found = logicBoxes.get("search", BY_ID).body();
        List<FutureTask<Reply>> both = logicBoxes.installation.sql().inTransaction(h -> {
            h.execute("lock table customer");
            List<FutureTask<Reply>> slow = List.of(searchByName(), searchByName());
            Eventually.until(() -> waiting() == 2);

            assertThat(logicBoxes.get("search", BY_NAME).header("Retry-After"))
                    .as("a third is refused")
                    .matches("[1-9][0-9]*");
            assertThat(logicBoxes.get("search", BY_ID).header("Retry-After"))
                    .as("what an index serves is given up as in any call")
                    .matches("[1-9][0-9]*");
            assertThat(slow).noneMatch(FutureTask::isDone);
            return slow;
        });

        for (FutureTask<Reply> search : both) {
            assertThat(search.get().body()).isEqualTo(found);
        }
    }
}
