package io.vestibule.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** With more portals than anybody chooses from, a page acts on the portal that it names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalChoiceTest {
    private static final long LAST = 5104;
    private static final Pattern CHOSEN = Pattern.compile("<option value=\"([0-9]*)\" selected>");

    private final Consoles consoles = new Consoles();
    private Browser owner;

    @BeforeAll
    void start() {
        consoles.installation.sql(
                "insert into portal (id, name) select id, 'Portal no. ' || id from generate_series(5000, ?) id", LAST);
        owner = consoles.browser(Role.OWNER);
    }

    @AfterAll
    void stop() {
        consoles.close();
    }

    /** The values that the page's selects send, the portal's first. */
    private static List<String> chosen(Page page) {
        return CHOSEN.matcher(page.body())
                .results()
                .map(option -> option.group(1))
                .toList();
    }

    @Test
    void a_portal_past_the_hundredth_is_chosen_on_each_page_that_is_about_it() {
        for (String path : List.of("", "/customers", "/imports", "/clients", "/audit", "/mail")) {
            Page page = owner.get("/console" + path + "?portal=" + LAST);
            assertThat(chosen(page)).as(path).startsWith("" + LAST);
            assertThat(page.body()).as(path).contains("Portal no. " + LAST);
        }
    }

    @Test
    void what_is_searched_and_uploaded_goes_to_the_portal_that_the_page_names() {
        Page customers = owner.get("/console/customers?portal=" + LAST);
        assertThat(customers.form("/console/customers").fields()).containsEntry("portal", "" + LAST);
        assertThat(customers.body()).contains("/console/portals/" + LAST + "/customers/add");
        Page imports = owner.get("/console/imports?portal=" + LAST);
        assertThat(imports.form("/console/imports").fields()).containsEntry("portal", "" + LAST);
        assertThat(imports.form("/console/portals/" + LAST + "/imports").action())
                .isNotEmpty();
    }

    @Test
    void its_id_can_be_typed_on_each_page_and_in_why() {
        for (String path : List.of("", "/customers", "/imports", "/clients", "/audit", "/mail")) {
            Page typed = owner.get("/console" + path + "?portal=1&portal-id=" + LAST);
            assertThat(chosen(typed)).as(path).startsWith("" + LAST);
            assertThat(owner.get("/console" + path).body()).as(path).contains("name=\"portal-id\"");
        }
        consoles.installation.sql(
                "insert into allowed_url (portal_id, url, origin) values (?, 'https://last.example.com/', 'https://last.example.com')",
                LAST);
        Page why = owner.submit(
                owner.get("/console/why"),
                "/console/why",
                Map.of("portal-id", "" + LAST, "sought", "https://last.example.com/in"));
        assertThat(why.body()).contains("Links in mail may lead there");
        assertThat(chosen(why)).startsWith("" + LAST);
    }

    @Test
    void an_id_that_no_portal_has_is_said_to_be_none() {
        Page page = owner.get("/console/customers?portal=1&portal-id=999999");
        assertThat(page.body()).contains("No portal of yours has the id 999999.");
        assertThat(chosen(page)).startsWith("1");
        Page words = owner.get("/console/audit?portal-id=%22%3E");
        assertThat(words.body()).contains("No portal of yours has the id \"&gt;.");
        assertThat(chosen(words)).startsWith("");
        Browser bound = consoles.browser(consoles.operator(
                Role.OWNER,
                PortalScope.of(LongStream.rangeClosed(5000, LAST - 1).boxed().toList())));
        Page another = bound.get("/console/customers?portal-id=" + LAST);
        assertThat(another.body())
                .contains("No portal of yours has the id " + LAST)
                .doesNotContain("Portal no. " + LAST);
        assertThat(chosen(bound.get("/console/customers?portal-id=" + (LAST - 1))))
                .startsWith("" + (LAST - 1));
    }

    @Test
    void with_few_portals_nothing_has_to_be_typed() {
        Browser bound = consoles.browser(consoles.operator(Role.OWNER, PortalScope.of(List.of(1L, 2L, LAST))));
        Page page = bound.get("/console/customers?portal=" + LAST);
        assertThat(page.body()).doesNotContain("portal-id");
        assertThat(chosen(page)).startsWith("" + LAST);
    }
}
