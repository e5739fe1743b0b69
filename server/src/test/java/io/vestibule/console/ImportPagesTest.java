package io.vestibule.console;

import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An owner imports customers at the console, without a script. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportPagesTest {
    private final Consoles consoles = new Consoles();
    private Browser owner;

    @BeforeAll
    void start() {
        owner = consoles.browser(Role.OWNER);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    private Page uploaded(String filename, String content) {
        Page list = owner.get("/console/imports?portal=1");
        return owner.follow(owner.upload(list, "/console/portals/1/imports", filename, content));
    }

    /** The page of an import once no node is at it. */
    private Page rested(String path) {
        return until(() -> owner.get(path), page -> !page.body().contains("hx-trigger"));
    }

    private static String path(Page page) {
        return page.form("/console/imports/").action().replaceFirst("/[a-z]+$", "");
    }

    private Page began(Page page, String step, String reason) {
        String path = path(page) + "/" + step;
        return owner.submit(owner.get(path), path, Map.of("reason", reason));
    }

    @Test
    void a_file_is_uploaded_tried_started_and_told_of() {
        Page page = uploaded("c.csv", "email,firstName\npage1@example.com,Ann\nbad,<b>Bob\n");
        assertThat(page.body()).contains("uploaded", "c.csv", "1 KiB").doesNotContain("Say what");
        String path = path(page);
        owner.follow(owner.submit(page, path + "/check", Map.of()));
        Page checked = rested(path);
        assertThat(checked.body())
                .contains("Would be imported</dt><dd>1</dd>", "The email field must be an email address.");
        assertThat(owner.get(path + "/errors?of=check").body())
                .contains("3,The email field")
                .contains("<b>Bob");

        assertThat(began(checked, "start", "").status()).isEqualTo(422);
        owner.follow(began(checked, "start", "moving in"));
        Page done = rested(path);
        assertThat(done.body()).contains("Imported</dt><dd>1</dd>", "Into Demo portal: done");
        assertThat(owner.get("/console/imports?portal=1").body()).contains(path).contains("<td>done</td>");
        assertThat(
                        consoles.installation.count(
                                "select count(*) from audit_event where event = 'import_started' and detail ->> 'reason' = 'moving in'"))
                .isOne();
        assertThat(owner.get("/console/audit?event=import_ended").body()).contains("An import, or a dry run, ended");
    }

    @Test
    void columns_are_suggested_and_said() {
        Page page = uploaded("m.csv", "E-Mail,first_name,Note\nmapped1@example.com,Ann,x\n");
        assertThat(page.body()).contains("Say what these columns are: E-Mail, first_name, Note");
        String path = page.links().stream()
                .filter(link -> link.endsWith("options"))
                .findFirst()
                .orElse(page.body().replaceAll("(?s).*href=\"([^\"]*)/options\".*", "$1"))
                .replace("/options", "");
        Page options = owner.get(path + "/options");
        assertThat(options.body())
                .contains("<option value=\"email\" selected>email</option>")
                .contains("<option value=\"firstName\" selected>firstName</option>");
        Page saved = owner.submit(
                options,
                path + "/options",
                Map.of(
                        "format",
                        "csv",
                        "column0",
                        "email",
                        "column1",
                        "firstName",
                        "column2",
                        "",
                        "pepper",
                        "hidden pepper"));
        Page shown = owner.follow(saved);
        assertThat(shown.body())
                .contains("Column E-Mail</dt><dd>email", "left out")
                .doesNotContain("hidden pepper");
        assertThat(owner.get(path + "/options").body())
                .contains("(Devise), kept")
                .doesNotContain("hidden pepper");
        owner.follow(began(shown, "start", "moving in"));
        assertThat(rested(path).body()).contains("Imported</dt><dd>1</dd>");
    }

    @Test
    void what_cannot_be_said_is_told_and_comes_back_as_it_was_typed() {
        Page page = uploaded("z.csv", "email\nzone1@example.com\n");
        String path = path(page);
        Page wrong = owner.submit(
                owner.get(path + "/options"), path + "/options", Map.of("format", "csv", "zone", "Mars/<Base>"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.alert()).contains("no time zone");
        assertThat(wrong.body()).contains("Mars/&lt;Base");
        Page firebase = owner.submit(
                owner.get(path + "/options"), path + "/options", Map.of("format", "csv", "firebase", "nothing"));
        assertThat(firebase.status()).isEqualTo(422);
        assertThat(firebase.alert()).contains("base64_signer_key");
    }

    @Test
    void of_two_operators_who_see_one_import_the_second_is_told() {
        Page page = uploaded("t.csv", "email\ntwice1@example.com\n");
        String path = path(page);
        Page first = owner.get(path + "/start");
        Page second = owner.get(path + "/start");
        assertThat(owner.submit(first, path, Map.of("reason", "one")).status()).isEqualTo(303);
        Page refused = owner.submit(second, path, Map.of("reason", "two"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.alert()).contains("Somebody changed the import");
        assertThat(refused.body()).contains("value=\"two\"");
    }

    @Test
    void an_import_is_removed() {
        Page page = uploaded("r.csv", "email\nremoved1@example.com\n");
        Page gone = owner.follow(began(page, "delete", "a mistake"));
        assertThat(gone.body()).contains("The import was removed");
        assertThat(owner.get(path(page)).status()).isEqualTo(404);
    }

    @Test
    void no_file_and_an_empty_one_are_told() {
        Page list = owner.get("/console/imports?portal=1");
        Page none = owner.upload(list, "/console/portals/1/imports", "", "");
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.alert()).contains("Choose a file first.");
        assertThat(owner.upload(list, "/console/portals/1/imports", "<i>.csv", "")
                        .body())
                .contains("The file &lt;i&gt;.csv is empty.");
    }

    @Test
    void only_owners_of_the_portal_see_it() {
        Page page = uploaded("o.csv", "email\nowned1@example.com\n");
        Browser support = consoles.browser(Role.SUPPORT);
        assertThat(support.get("/console").body()).doesNotContain("/console/imports");
        assertThat(support.get("/console/imports").status()).isEqualTo(403);
        Browser other = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(2L))));
        assertThat(other.get(path(page)).status()).isEqualTo(404);
        assertThat(other.upload(
                                owner.get("/console/imports?portal=1"),
                                "/console/portals/1/imports",
                                "x.csv",
                                "email\n")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_file_from_another_page_or_from_nobody_is_not_taken() {
        Page list = owner.get("/console/imports?portal=1");
        Browser foreign = new Browser(consoles.server, "https://evil.example");
        foreign.cookie(Consoles.COOKIE, String.valueOf(owner.cookie(Consoles.COOKIE)));
        assertThat(foreign.upload(list, "/console/portals/1/imports", "f.csv", "email\n")
                        .status())
                .isEqualTo(403);
        Page nobody = new Browser(consoles.server).upload(list, "/console/portals/1/imports", "f.csv", "email\n");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.body()).contains("/console/imports");
        assertThat(consoles.installation.count("select count(*) from import_file where name = 'f.csv'"))
                .isZero();
    }
}
