package io.vestibule.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A file of customers is uploaded, looked at, tried, imported, stopped and gone on with, by HTTP alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportsApiTest {
    private final Installation installation = Installation.demo(Generous.limits());
    private Admin owner;
    private Client server;

    @BeforeAll
    void start() {
        server = installation.node();
        owner = Admin.of(installation, server, Role.OWNER, PortalScope.ALL);
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    private Reply upload(String query, String file) {
        return owner.send("POST", "/portals/1/imports" + query, Map.of("Content-Type", "text/csv"), file);
    }

    /** The path of an import of a file. */
    private String uploaded(String query, String file) {
        Reply reply = upload(query, file);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return "/imports/" + reply.text("id");
    }

    private Reply ended(String path) {
        return Imported.awaited(owner, path, "checked", "done", "failed", "cancelled");
    }

    private Reply done(String path, String action) {
        Reply begun = owner.post(path + "/" + action, null);
        assertThat(begun.status()).as(begun.body()).isEqualTo(200);
        return ended(path);
    }

    private long customers(String like) {
        return installation.count("select count(*) from customer where email like ?", like);
    }

    @Test
    void a_file_is_uploaded_tried_and_imported_and_every_record_is_accounted_for() {
        String path = uploaded(
                "?name=c.csv",
                "email,firstName,phone\none1@example.com,Ann,+12025550123\nbad,=1+1,\none2@example.com,Bob,\njohn.doe@example.com,,\n");
        Reply ready = owner.get(path);
        assertThat(ready.text("state")).isEqualTo("ready");
        assertThat(ready.text("recognised", "format")).isEqualTo("csv");
        assertThat(ready.json().get("run")).isEqualTo(Json.Null.NULL);

        Reply checked = done(path, "check");
        assertThat(checked.text("state")).as(checked.body()).isEqualTo("checked");
        assertThat(checked.text("check", "records")).isEqualTo("4");
        assertThat(checked.text("check", "refused")).isEqualTo("2");
        assertThat(customers("one%")).isZero();
        assertThat(owner.get(path + "/errors").status()).isEqualTo(404);

        Reply imported = done(path, "start");
        assertThat(imported.text("state")).as(imported.body()).isEqualTo("done");
        assertThat(List.of(imported.text("run", "imported"), imported.text("run", "refused")))
                .containsExactly("2", "2");
        assertThat(imported.text("run", "bytes")).isEqualTo(imported.text("bytes"));
        assertThat(customers("one%")).isEqualTo(2);
        Reply errors = owner.get(path + "/errors?of=run");
        assertThat(errors.header("Content-Disposition")).contains(".errors.csv");
        assertThat(errors.body().lines()).hasSize(3).first().isEqualTo("errorLine,errorReason,email,firstName,phone");
        assertThat(errors.body()).contains(",bad,'=1+1,");
        assertThat(owner.get(path + "/errors?of=check").body()).isEqualTo(errors.body());

        assertThat(done(
                                uploaded(
                                        "?name=again.csv",
                                        "email,firstName,phone\none1@example.com,Ann,+12025550123\n"),
                                "start")
                        .text("run", "unchanged"))
                .isEqualTo("1");
        Reply mended =
                done(uploaded("?name=mended.csv", errors.body().replace(",bad,", ",one3@example.com,")), "start");
        assertThat(mended.text("run", "imported")).as(mended.body()).isEqualTo("1");
        assertThat(installation.count("select count(*) from customer where profile ->> 'firstName' = '=1+1'"))
                .isOne();
    }

    @Test
    void the_same_file_again_does_nothing_and_says_so() {
        String file = "email\nsame1@example.com\n";
        done(uploaded("?name=a.csv", file), "start");
        Reply again = done(uploaded("?name=b.csv", file), "start");
        assertThat(again.text("notice")).startsWith("The same file was imported before");
        assertThat(again.text("run", "imported")).isEqualTo("1");
        assertThat(customers("same%")).isOne();
    }

    @Test
    void columns_of_other_names_are_told_what_they_are_or_left_out() {
        String path = uploaded("?name=c.csv", "E-Mail,Vorname,Notiz\nmap1@example.com,Ann,x\n");
        Reply failed = done(path, "start");
        assertThat(failed.text("state")).isEqualTo("failed");
        assertThat(failed.text("notice")).contains("\"E-Mail\"");

        Reply wrong = owner.patch(path, "{\"columns\":{\"E-Mail\":\"mail\"}}");
        assertThat(Admin.problem(wrong)).isEqualTo("invalid 422");
        assertThat(wrong.body()).contains("/columns/E-Mail");
        Reply changed =
                owner.patch(path, "{\"columns\":{\"E-Mail\":\"email\",\"Vorname\":\"firstName\",\"Notiz\":null}}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.text("options", "columns", "Notiz")).isEmpty();
        Reply done = done(path, "start");
        assertThat(done.text("run", "imported")).as(done.body()).isEqualTo("1");
        assertThat(
                        installation.count(
                                "select count(*) from customer where profile ->> 'firstName' = 'Ann' and email = 'map1@example.com'"))
                .isOne();
    }

    @Test
    void what_stopped_behind_refused_lines_is_read_anew_once_it_is_told_how() {
        String file = IntStream.rangeClosed(1, 4_100)
                .mapToObj(i -> (i % 1_000 == 0 ? "bad " + i : "zone" + i + "@example.com") + ","
                        + (i == 4_050 ? "2020-01-02 03:04:05" : ""))
                .collect(Collectors.joining("\n", "email,createdAt\n", "\n"));
        String path = uploaded("?name=zone.csv", file);
        Reply failed = done(path, "start");
        assertThat(failed.text("state")).isEqualTo("failed");
        assertThat(failed.text("notice")).contains("no zone");
        assertThat(failed.text("run", "refused")).isEqualTo("4");
        assertThat(owner.patch(path, "{\"zone\":\"Europe/Berlin\"}").status()).isEqualTo(200);
        Reply done = done(path, "start");
        assertThat(done.text("state")).as(done.body()).isEqualTo("done");
        assertThat(customers("zone%")).isEqualTo(4_096);
        assertThat(done.text("run", "reasons")).contains("\"count\":4");
        assertThat(owner.get(path + "/errors").body().lines()).hasSize(5);
    }

    @Test
    void files_of_another_system_are_recognised_and_read_together() {
        String path = uploaded("?name=wp_users.csv", """
                ID,user_login,user_pass,user_nicename,user_email,user_url,user_registered,user_activation_key,user_status,display_name
                1,wpann,,wpann,wpann@example.com,,2020-01-01 00:00:00,,0,Ann
                """);
        assertThat(owner.get(path).text("recognised", "format")).isEqualTo("wordpress");
        Reply more = owner.send(
                "POST",
                path + "/files?name=wp_usermeta.csv",
                Map.of("Content-Type", "text/csv"),
                "umeta_id,user_id,meta_key,meta_value\n1,1,first_name,Annabel\n2,1,shoe_size,38\n");
        assertThat(more.status()).as(more.body()).isEqualTo(200);
        assertThat(Admin.problem(owner.send(
                        "POST", path + "/files?name=wp_usermeta.csv", Map.of("Content-Type", "text/csv"), "x")))
                .isEqualTo("conflict 409");
        assertThat(done(path, "check").text("check", "unmapped")).contains("\"shoe_size\"");
        Reply done = done(path, "start");
        assertThat(done.text("run", "imported")).as(done.body()).isEqualTo("1");
        assertThat(done.text("run", "unmapped")).contains("\"shoe_size\"");
        assertThat(installation.count("select count(*) from customer where profile ->> 'firstName' = 'Annabel'"))
                .isOne();
    }

    @Test
    void secrets_are_kept_sealed_and_never_told() {
        String path = uploaded("?name=c.csv", "email\nsecret1@example.com\n");
        Reply changed = owner.patch(path, "{\"passwords\":{\"normalize\":\"nfkd\",\"pepper\":\"very secret pepper\"}}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.text("options", "passwords", "pepper")).isEqualTo("true");
        assertThat(changed.body()).doesNotContain("very secret");
        assertThat(installation.count("select count(*) from import_job where import_job::text like '%very secret%'"))
                .isZero();
        assertThat(Admin.problem(owner.patch(path, "{\"passwords\":{\"firebase\":\"nothing\"}}")))
                .isEqualTo("invalid 422");
        assertThat(owner.get(path).text("options", "passwords", "firebase")).isEqualTo("false");
        assertThat(done(path, "start").text("state")).isEqualTo("done");
    }

    @Test
    void what_cannot_be_a_file_of_customers_is_told_so() {
        Reply zip = upload("?name=c.xlsx", "PK\u0003\u0004rest");
        assertThat(zip.text("recognised", "sentence")).contains("ZIP archive");
        assertThat(Admin.problem(owner.post("/imports/" + zip.text("id") + "/start", null)))
                .isEqualTo("conflict 409");
        assertThat(Admin.problem(upload("?format=excel", "x"))).isEqualTo("malformed 400");
        assertThat(Admin.problem(upload("", ""))).isEqualTo("invalid 422");
        assertThat(Admin.problem(owner.send(
                        "POST", "/portals/1/imports", Map.of("Content-Type", "multipart/form-data; boundary=x"), "x")))
                .isEqualTo("unsupported-media-type 415");
        assertThat(Admin.problem(owner.send("POST", "/portals/1/imports", Map.of("Content-Encoding", "gzip"), "x")))
                .isEqualTo("unsupported-media-type 415");
        assertThat(Admin.problem(owner.send("POST", "/portals/999/imports", Map.of(), "x")))
                .isEqualTo("not-found 404");
        Reply broken = done(uploaded("?format=csv", "\u0000\u0001\n\n\u0000"), "check");
        assertThat(broken.text("state")).as(broken.body()).isEqualTo("failed");
    }

    @Test
    void anothers_import_does_not_exist_for_them() {
        String path = uploaded("?name=c.csv", "email\nother1@example.com\n");
        Admin other = Admin.of(installation, server, Role.OWNER, PortalScope.of(List.of(2L)));
        assertThat(Admin.problem(other.get(path))).isEqualTo("not-found 404");
        assertThat(Admin.problem(other.post(path + "/start", null))).isEqualTo("not-found 404");
        assertThat(Admin.problem(other.get("/portals/1/imports"))).isEqualTo("not-found 404");
        assertThat(Admin.problem(other.send("POST", "/portals/1/imports", Map.of(), "email\n")))
                .isEqualTo("not-found 404");
        Admin support = Admin.of(installation, server, Role.SUPPORT, PortalScope.ALL);
        assertThat(Admin.problem(support.send("POST", "/portals/1/imports", Map.of(), "email\n")))
                .isEqualTo("forbidden 403");
    }

    @Test
    void an_import_is_removed_with_its_files_and_whom_it_imported_stays() {
        String path = uploaded("?name=c.csv", "email\ngone1@example.com\n");
        done(path, "start");
        assertThat(owner.change("DELETE", path, null).status()).isEqualTo(204);
        assertThat(owner.get(path).status()).isEqualTo(404);
        assertThat(owner.all("/portals/1/imports")).noneMatch(one -> path.endsWith("/" + one.get("id")));
        assertThat(customers("gone%")).isOne();
        long id = Long.parseLong(path.substring("/imports/".length()));
        while (installation.count("select count(*) from import_job where id = ?", id) > 0) {}
    }

    @Test
    void each_step_is_in_the_audit_with_its_reason() {
        String path = uploaded("?name=c.csv", "email\naudit1@example.com\n");
        owner.send("POST", path + "/start", Map.of("Audit-Reason", "moving in"), null);
        ended(path);
        String id = path.substring("/imports/".length());
        assertThat(installation.count(
                        "select count(*) from audit_event where event = 'import_started' and detail ->> 'import' = ?"
                                + " and detail ->> 'reason' = 'moving in' and portal_id = 1 and actor = 'api_key'",
                        id))
                .isOne();
        assertThat(installation.count(
                        "select count(*) from audit_event where event = 'import_ended' and detail ->> 'import' = ?"
                                + " and detail ->> 'imported' = '1'",
                        id))
                .isOne();
        assertThat(installation.count(
                        "select count(*) from audit_event where event = 'user_imported' and actor = 'api_key'"
                                + " and detail ->> 'reason' = 'moving in'"))
                .isOne();
    }

    @Test
    void a_key_makes_one_import_of_a_file_that_is_sent_twice() {
        Map<String, String> once = Map.of("Idempotency-Key", "one-import", "Content-Type", "text/csv");
        Reply first = owner.send("POST", "/portals/1/imports?name=once.csv", once, "email\na@example.com\n");
        Reply second = owner.send("POST", "/portals/1/imports?name=once.csv", once, "email\na@example.com\n");
        assertThat(second.text("id")).isEqualTo(first.text("id"));
        assertThat(Admin.problem(owner.send("POST", "/portals/1/imports?name=once.csv", once, "email\nlonger\n\n\n")))
                .isEqualTo("idempotency-key-reused 422");
    }
}
