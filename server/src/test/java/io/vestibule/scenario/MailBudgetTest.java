package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limit of mail to an address is there for its owner. Requests that send them nothing take nothing from it, and tell nothing by it. */
class MailBudgetTest {
    private static final String JOHN = "john.doe@example.com";
    private static final String PAGE = "https://portal.example.com/welcome";

    private final Installation installation = Installation.demo(Generous.limitsAnd(
            Map.of("VESTIBULE_LIMIT_MAIL_ADDRESS_BURST", "1", "VESTIBULE_LIMIT_MAIL_ADDRESS_REFILL", "1/1h")));
    private final Client server = installation.node();

    @AfterEach
    void stop() {
        installation.close();
    }

    private Reply keaze(String portal, String call, String... body) {
        return server.exchange(
                call.contains("/") ? "PATCH" : "POST",
                "/api/rest/portal/" + call,
                Map.of("Portal-Id", portal, "Content-Type", "application/json"),
                json(body));
    }

    private static String json(String... pairs) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            json.append(i == 0 ? "" : ",").append("\"%s\":\"%s\"".formatted(pairs[i], pairs[i + 1]));
        }
        return json.append("}").toString();
    }

    private void assertMailGoesTo(String address) {
        assertThat(keaze("1", "passwordless-login", "url", PAGE, "email", address)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_registration_of_an_address_that_somebody_has_takes_no_mail_from_them() {
        for (int i = 0; i < 3; i++) {
            assertThat(keaze("1", "passwordless-register", "url", PAGE, "email", JOHN)
                            .status())
                    .isEqualTo(422);
            assertThat(keaze("1", "password-register", "email", JOHN, "password", "a fine long one")
                            .status())
                    .isEqualTo(422);
        }
        assertMailGoesTo(JOHN);
    }

    @Test
    void a_change_to_an_address_that_somebody_has_takes_no_mail_from_them() {
        for (int i = 0; i < 3; i++) {
            assertThat(keaze(
                                    "1",
                                    "passwordless-change-email/3/invented",
                                    "currentEmail",
                                    "jane.doe@example.com",
                                    "newEmail",
                                    JOHN)
                            .status())
                    .isEqualTo(404);
        }
        assertMailGoesTo(JOHN);
    }

    @Test
    void what_is_asked_of_another_portal_takes_no_mail_from_this_ones_customers() {
        installation.sql(
                "insert into allowed_url (portal_id, url, origin) values (2, ?, 'https://portal.example.com')", PAGE);
        for (int i = 0; i < 3; i++) {
            keaze("2", "forgot-password", "url", PAGE, "email", JOHN);
        }
        assertMailGoesTo(JOHN);
    }

    @Test
    void a_registration_beyond_the_limit_makes_nobody() {
        assertThat(keaze("1", "passwordless-register", "url", PAGE, "email", "new@example.com")
                        .status())
                .isEqualTo(201);
        installation.sql("delete from login where value = 'new@example.com'");
        installation.sql("delete from customer where email = 'new@example.com'");

        Reply full = keaze("1", "passwordless-register", "url", PAGE, "email", "new@example.com");

        assertThat(full.status()).isEqualTo(429);
        assertThat(full.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(installation.count("select count(*) from login where value = 'new@example.com'"))
                .isZero();
    }

    @Test
    void a_full_mailbox_tells_nothing_of_the_username_that_leads_to_it() {
        assertMailGoesTo(JOHN);
        String call = "/api/customers/forgot-password.json?auth-userid=1&api-key=demo-key&username=";

        for (String username : List.of("testtest123", "nobody123")) {
            Reply reply = server.get(call + username, Map.of());
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("true");
        }
        assertThat(installation.count("select count(*) from outbox where customer_id = 2"))
                .isEqualTo(1);
    }
}
