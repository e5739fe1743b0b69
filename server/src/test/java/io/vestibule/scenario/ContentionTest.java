package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 32 threads and two nodes on one database want the same thing at the same moment. */
class ContentionTest {
    private static final String PORTAL = "/api/rest/portal/";

    private final Installation installation = Installation.demo(Generous.limits());
    private List<Client> nodes = List.of();

    @BeforeEach
    void start() {
        nodes = List.of(installation.node(), installation.node());
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    private Client node(int i) {
        return nodes.get(i % nodes.size());
    }

    /** The id and token of a link that was asked for: {@code /2/xyz}. */
    private String link(String call, String email) {
        String url = "http://localhost:3000/page";
        return node(0).post(PORTAL + call, "{\"email\":\"" + email + "\",\"url\":\"" + url + "\"}")
                .text("magicLink")
                .substring(url.length());
    }

    private static long count(List<Reply> replies, int status) {
        return replies.stream().filter(reply -> reply.status() == status).count();
    }

    @Test
    void a_sign_in_link_works_exactly_once_and_stays_used_after_a_restart() {
        String link = link("passwordless-login", "john.doe@example.com");
        List<Reply> replies = Together.run(32, i -> node(i).get(PORTAL + "auth-token" + link, Map.of()));
        assertThat(count(replies, 200)).isEqualTo(1);
        assertThat(count(replies, 404)).isEqualTo(31);
        assertThat(installation.count("select count(*) from customer_session")).isEqualTo(1);

        installation.stop();
        Client restarted = installation.node();
        assertThat(restarted.get(PORTAL + "auth-token" + link, Map.of()).status())
                .isEqualTo(404);
        Reply winner = replies.stream()
                .filter(reply -> reply.status() == 200)
                .findFirst()
                .orElseThrow();
        assertThat(restarted
                        .get(PORTAL + "profile", Client.bearer(winner.text("accessToken")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_link_that_was_not_used_outlives_a_restart() {
        String link = link("passwordless-login", "john.doe@example.com");
        installation.stop();
        assertThat(installation
                        .node()
                        .get(PORTAL + "auth-token" + link, Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_refresh_token_has_one_successor_whoever_asks() {
        Reply opened = SignInDialect.KEAZE.signIn(node(0), "john.doe@example.com", "correct horse 9");
        String payload = "{\"refreshToken\":\"" + opened.text("refresh_token") + "\"}";
        List<Reply> replies = Together.run(32, i -> node(i).post(PORTAL + "refresh-token", payload));
        assertThat(count(replies, 200)).isEqualTo(32);
        assertThat(replies.stream().map(reply -> reply.text("refresh_token")).distinct())
                .hasSize(1)
                .doesNotContain(opened.text("refresh_token"));
        assertThat(installation.count("select count(*) from customer_session where ended_at is null"))
                .isEqualTo(1);
        assertThat(replies.stream().map(reply -> reply.text("access_token")))
                .allSatisfy(token -> assertThat(node(1).get(PORTAL + "profile", Client.bearer(token))
                                .status())
                        .isEqualTo(200));
    }

    @Test
    void a_new_address_becomes_one_customer() {
        String payload = "{\"email\":\"new@example.com\",\"url\":\"http://localhost:3000/page\"}";
        List<Reply> replies = Together.run(32, i -> node(i).post(PORTAL + "passwordless-access", payload));
        assertThat(count(replies, 201)).isEqualTo(1);
        assertThat(count(replies, 200)).isEqualTo(31);
        assertThat(installation.count("select count(*) from customer where email = 'new@example.com'"))
                .isEqualTo(1);
        assertThat(installation.count("select count(*) from account where id > 1000"))
                .isEqualTo(1);
        assertThat(replies.stream().map(reply -> reply.text("magicLink")).distinct())
                .hasSize(32);
    }

    @Test
    void an_address_registers_once() {
        String payload = "{\"email\":\"new@example.com\",\"password\":\"a fine long one\"}";
        List<Reply> replies = Together.run(32, i -> node(i).post(PORTAL + "password-register", payload));
        assertThat(count(replies, 201)).isEqualTo(1);
        assertThat(count(replies, 422)).isEqualTo(31);
        assertThat(installation.count("select count(*) from customer where email = 'new@example.com'"))
                .isEqualTo(1);
        assertThat(installation.count("select count(*) from outbox")).isEqualTo(1);
    }

    @Test
    void a_reset_link_sets_one_password() {
        String link = link("forgot-password", "john.doe@example.com");
        List<Reply> replies = Together.run(
                32,
                i -> node(i).post(PORTAL + "reset-password" + link, "{\"newPassword\":\"number " + i + " of 32\"}"));
        assertThat(count(replies, 200)).isEqualTo(1);
        assertThat(count(replies, 404)).isEqualTo(31);
        List<Integer> statuses = replies.stream().map(Reply::status).toList();
        assertThat(SignInDialect.KEAZE
                        .signIn(node(0), "john.doe@example.com", "number " + statuses.indexOf(200) + " of 32")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_change_of_address_happens_once() {
        String link = link("passwordless-change-email", "john.doe@example.com");
        List<Reply> replies = Together.run(
                32,
                i -> node(i).json(
                                "PATCH",
                                PORTAL + "passwordless-change-email" + link,
                                Map.of(),
                                "{\"currentEmail\":\"john.doe@example.com\",\"newEmail\":\"john" + i
                                        + "@example.com\"}"));
        assertThat(count(replies, 200)).isEqualTo(1);
        assertThat(count(replies, 404)).isEqualTo(31);
        assertThat(installation.count("select count(*) from login where value like 'john%@example.com'"))
                .isEqualTo(1);
        assertThat(installation.count("select count(*) from outbox where purpose like '%changed%'"))
                .isEqualTo(2);
    }

    @Test
    void different_links_of_one_customer_never_block_each_other() {
        List<String> links = Together.run(16, i -> link("passwordless-login", "jane.doe@example.com"));
        String reset = link("forgot-password", "jane.doe@example.com");
        List<Reply> replies = Together.run(
                17,
                i -> i < 16
                        ? node(i).get(PORTAL + "auth-token" + links.get(i), Map.of())
                        : node(i).post(PORTAL + "reset-password" + reset, "{\"newPassword\":\"the new one of 17\"}"));
        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(200, 404));
        assertThat(replies.getLast().status()).isEqualTo(200);
    }

    @Test
    void a_reset_ends_the_session_of_a_sign_in_that_it_had_to_wait_for() {
        String link = link("forgot-password", "john.doe@example.com");
        List<Reply> replies = Together.run(
                16,
                i -> i == 8
                        ? node(i).post(PORTAL + "reset-password" + link, "{\"newPassword\":\"another one for John\"}")
                        : SignInDialect.KEAZE.signIn(node(i), "john.doe@example.com", "correct horse 9"));
        assertThat(replies.get(8).status()).isEqualTo(200);
        assertThat(installation.count("select count(*) from customer_session where ended_at is null"))
                .isZero();
    }
}
