package io.vestibule.admin;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.sql.Handle;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An import that is stopped, whose node dies, or whose database goes away: nothing is lost, nothing done twice, on any number of nodes. */
class ImportWorkTest {
    private static final int LINES = 9_000;
    private static final int LOCK = 4711;

    private Installation installation;
    private Admin owner;
    private String path;

    @BeforeEach
    void start() {
        installation = Installation.demo(Generous.limits());
        owner = Admin.of(installation, installation.node(), Role.OWNER, PortalScope.ALL);
        String file = IntStream.rangeClosed(1, LINES)
                .mapToObj(i -> i % 1000 == 0 ? "bad " + i : "c" + i + "@example.com")
                .collect(Collectors.joining("\n", "email\n", "\n"));
        path = "/imports/"
                + owner.send("POST", "/portals/1/imports?name=c.csv", Map.of("Content-Type", "text/csv"), file)
                        .text("id");
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    /** From the second batch on, each statement that makes customers does this first. */
    private void onSecondBatch(String statements) {
        installation.sql("""
                create function second_batch() returns trigger language plpgsql as $$
                begin
                    if (select count(*) from customer) > 4500 then %s end if;
                    return null;
                end $$
                """.formatted(statements));
        installation.sql(
                "create trigger second_batch after insert on customer for each statement execute function second_batch()");
    }

    private void holdSecondBatch(Handle h) {
        h.execute("select pg_advisory_lock(" + LOCK + ")");
        onSecondBatch("perform pg_advisory_xact_lock(" + LOCK + ");");
        assertThat(owner.post(path + "/start", null).status()).isEqualTo(200);
        while (installation.count("""
                        select count(*) from pg_locks l join pg_database d on d.oid = l.database
                        where l.locktype = 'advisory' and not l.granted and d.datname = current_database()
                        """) == 0) {}
    }

    private static void letGo(Handle h) {
        h.execute("select pg_advisory_unlock(" + LOCK + ")");
    }

    private long customers() {
        return installation.count("select count(*) from customer where email ~ '^c[0-9]+@'");
    }

    private void allIsAccountedFor(Reply done) {
        assertThat(done.text("state")).as(done.body()).isEqualTo("done");
        assertThat(List.of(done.text("run", "imported"), done.text("run", "unchanged"), done.text("run", "refused")))
                .containsExactly(Integer.toString(LINES - 9), "0", "9");
        assertThat(customers()).isEqualTo(LINES - 9);
        assertThat(done.text("run", "reasons")).contains("\"firstLine\":1001");
        assertThat(owner.get(path + "/errors").body().lines()).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void one_that_is_stopped_says_what_it_did_and_goes_on_from_there() {
        installation.sql().useHandle(h -> {
            holdSecondBatch(h);
            Reply stopped = owner.post(path + "/cancel", null);
            assertThat(stopped.text("state")).isEqualTo("cancelled");
            long imported = Long.parseLong(stopped.text("run", "imported"));
            assertThat(imported).isPositive().isLessThan(LINES - 9);
            letGo(h);
            while (installation.count("""
                            select count(*) from pg_stat_activity
                            where datname = current_database() and query like 'copy customer%' and state <> 'idle'
                            """) > 0) {}
            assertThat(customers()).isEqualTo(imported);
            assertThat(owner.get(path).text("state")).isEqualTo("cancelled");
        });
        assertThat(owner.post(path + "/start", null).status()).isEqualTo(200);
        allIsAccountedFor(Imported.awaited(owner, path, "done", "failed", "cancelled"));
    }

    @Test
    void another_node_takes_it_from_one_that_is_lost_and_the_lost_one_stores_nothing_more() {
        installation.sql().useHandle(h -> {
            holdSecondBatch(h);
            installation.sql(
                    "update import_job set owner = gen_random_uuid(), leased_until = now() - interval '1 second' where state = 'running'");
            installation.node();
            while (installation.count(
                            "select count(*) from import_job where state = 'running' and leased_until > now()")
                    == 0) {}
            letGo(h);
        });
        allIsAccountedFor(Imported.awaited(owner, path, "done", "failed", "cancelled"));
    }

    @Test
    void it_waits_for_a_database_that_goes_away_and_goes_on() {
        onSecondBatch("perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(60);");
        assertThat(owner.post(path + "/start", null).status()).isEqualTo(200);
        awaitReleased();
        long done = customers();
        assertThat(done).isPositive().isLessThan(LINES - 9);
        installation.sql("drop trigger second_batch on customer");
        allIsAccountedFor(Imported.awaited(owner, path, "done", "failed", "cancelled"));
    }

    @Test
    void it_waits_for_the_database_as_often_as_it_takes() {
        String small = "/imports/"
                + owner.send(
                                "POST",
                                "/portals/1/imports?name=small.csv",
                                Map.of("Content-Type", "text/csv"),
                                "email\nsmall@example.com\n")
                        .text("id");
        onSecondBatch("raise exception using errcode = 'disk_full';");
        assertThat(owner.post(path + "/start", null).status()).isEqualTo(200);
        for (int i = 0; i < 12; i++) {
            awaitReleased();
            lookAgain(small);
            assertThat(owner.get(path).text("state")).isEqualTo("running");
        }
        installation.sql("drop trigger second_batch on customer");
        lookAgain(small);
        allIsAccountedFor(Imported.awaited(owner, path, "done", "failed", "cancelled"));
    }

    /** Ends the pause of the one that waits; another one's dry run has the node look, and comes behind it. */
    private void lookAgain(String other) {
        installation.sql("update import_job set leased_until = null where state = 'running'");
        assertThat(owner.post(other + "/check", null).status()).isEqualTo(200);
        Imported.awaited(owner, other, "checked");
    }

    /** Until the node gave it back, to be taken up later. */
    private void awaitReleased() {
        until(() -> installation.count("""
                        select count(*) from import_job
                        where state = 'running' and owner is null and leased_until > now() or state = 'failed'
                        """) > 0);
    }

    @Test
    void a_node_that_stops_leaves_it_to_another() {
        installation.sql().useHandle(h -> {
            holdSecondBatch(h);
            Thread stopping = Thread.ofVirtual().start(installation::stop);
            while (stopping.getState() == Thread.State.NEW) {}
            letGo(h);
            try {
                stopping.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        owner = Admin.of(installation, installation.node(), Role.OWNER, PortalScope.ALL);
        allIsAccountedFor(Imported.awaited(owner, path, "done", "failed", "cancelled"));
    }

    @Test
    void of_any_number_of_starts_one_wins_and_a_dry_run_begins_anew_each_time() {
        for (int i = 0; i < 2; i++) {
            assertThat(owner.post(path + "/check", null).status()).isEqualTo(200);
            Reply checked = Imported.awaited(owner, path, "checked", "failed");
            assertThat(checked.text("check", "imported")).as(checked.body()).isEqualTo(Integer.toString(LINES - 9));
            assertThat(owner.get(path + "/errors?of=check").body().lines()).hasSize(10);
            assertThat(customers()).isZero();
        }
        installation.sql().useHandle(h -> {
            holdSecondBatch(h);
            assertThat(Admin.problem(owner.post(path + "/start", null))).isEqualTo("conflict 409");
            assertThat(Admin.problem(owner.patch(path, "{\"lenient\":true}"))).isEqualTo("conflict 409");
            assertThat(Admin.problem(owner.change("DELETE", path, null))).isEqualTo("conflict 409");
            letGo(h);
        });
        allIsAccountedFor(Imported.awaited(owner, path, "done", "failed", "cancelled"));
    }
}
