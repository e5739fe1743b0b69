package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.Keaze.Session;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Page: "If you need to refresh the access token", "Logout"; docs/dialects/keaze.md: the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshContractTest {
    private final Keaze keaze = Keaze.start();
    private final String invented = Keaze.seen(keaze.refresh("invented"));

    /** A customer of their own, so that every row of theirs can be aged. */
    private record Visitor(long id, Session session) {}

    @AfterAll
    void stop() {
        keaze.close();
    }

    private Visitor visitor() {
        String email = Keaze.newEmail();
        return new Visitor(keaze.register(email), keaze.session(email, Keaze.PASSWORD));
    }

    private void age(Visitor visitor, String column, String by) {
        keaze.installation.sql(
                "update token_grant set " + column + " = " + column + " - cast(? as interval) where customer_id = ?",
                by,
                visitor.id());
    }

    private void ageSession(Visitor visitor, String by) {
        age(visitor, "expires_at", by);
        keaze.installation.sql(
                "update customer_session set expires_at = expires_at - cast(? as interval) where customer_id = ?",
                by,
                visitor.id());
    }

    @Test
    void the_token_is_taken_in_the_spelling_of_the_answer_too() {
        Session session = keaze.session("john.doe@example.com", "correct horse 9");

        Reply reply = keaze.post("refresh-token", "refresh_token", session.refresh());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(keaze.post("refresh-token", "refresh_token", "x").status()).isEqualTo(401);
        assertThat(keaze.post("refresh-token", "refresh_token", "").text("errors", "refreshToken"))
                .contains("The refresh token field is required.");
    }

    @Test
    void refresh_rotates_and_the_answer_is_similar_to_that_of_the_login() {
        Visitor visitor = visitor();

        Reply first = keaze.refresh(visitor.session().refresh());
        Reply second = keaze.refresh(first.text("refresh_token"));

        assertThat(first.json().fields().keySet())
                .containsExactly("access_token", "refresh_token", "token_type", "expires_in", "expires_at");
        assertThat(first.text("refresh_token")).isNotEqualTo(visitor.session().refresh());
        assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        assertThat(keaze.opens(second.text("access_token"))).isTrue();
        assertThat(keaze.opens(visitor.session().access())).isTrue();
    }

    @Test
    void the_old_one_answers_with_the_same_successor_while_that_is_unused_for_30_seconds() {
        Visitor visitor = visitor();
        String successor = keaze.refresh(visitor.session().refresh()).text("refresh_token");

        Client second = keaze.installation.node();
        for (int i = 0; i < 3; i++) {
            assertThat(keaze.refresh(visitor.session().refresh()).text("refresh_token"))
                    .isEqualTo(successor);
            assertThat(second.post(
                                    "/api/rest/portal/refresh-token",
                                    Keaze.json("refreshToken", visitor.session().refresh()))
                            .text("refresh_token"))
                    .isEqualTo(successor);
        }
        age(visitor, "rotated_at", "20 seconds");
        assertThat(keaze.refresh(visitor.session().refresh()).text("refresh_token"))
                .isEqualTo(successor);
        assertThat(keaze.refresh(successor).status()).isEqualTo(200);
        assertThat(keaze.events("authn_token_reuse", visitor.id())).isZero();
    }

    @Test
    void a_reuse_after_the_grace_ends_the_whole_session() {
        Visitor visitor = visitor();
        Reply next = keaze.refresh(visitor.session().refresh());
        age(visitor, "rotated_at", "31 seconds");

        assertThat(Keaze.seen(keaze.refresh(visitor.session().refresh()))).isEqualTo(invented);

        assertThat(Keaze.seen(keaze.refresh(next.text("refresh_token")))).isEqualTo(invented);
        assertThat(keaze.opens(next.text("access_token"))).isFalse();
        assertThat(keaze.opens(visitor.session().access())).isFalse();
        assertThat(keaze.events("authn_token_reuse", visitor.id())).isEqualTo(1);
    }

    @Test
    void a_reuse_within_the_grace_ends_the_whole_session_once_the_successor_was_used() {
        Visitor visitor = visitor();
        String successor = keaze.refresh(visitor.session().refresh()).text("refresh_token");
        Reply last = keaze.refresh(successor);

        assertThat(Keaze.seen(keaze.refresh(visitor.session().refresh()))).isEqualTo(invented);

        assertThat(Keaze.seen(keaze.refresh(last.text("refresh_token")))).isEqualTo(invented);
        assertThat(keaze.opens(last.text("access_token"))).isFalse();
        assertThat(keaze.events("authn_token_reuse", visitor.id())).isEqualTo(1);
    }

    @Test
    void the_end_of_one_session_leaves_the_customers_others_alone() {
        String email = Keaze.newEmail();
        keaze.register(email);
        Session stolen = keaze.session(email, Keaze.PASSWORD);
        Session other = keaze.session(email, Keaze.PASSWORD);
        keaze.refresh(keaze.refresh(stolen.refresh()).text("refresh_token"));
        assertThat(keaze.refresh(stolen.refresh()).status()).isEqualTo(401);

        assertThat(keaze.opens(other.access())).isTrue();
        assertThat(keaze.refresh(other.refresh()).status()).isEqualTo(200);
    }

    @Test
    void the_replay_of_a_logged_out_token_is_no_theft_alarm() {
        Visitor visitor = visitor();
        String next = keaze.refresh(visitor.session().refresh()).text("refresh_token");
        assertThat(keaze.revoke(visitor.session().access()).status()).isEqualTo(200);

        assertThat(Keaze.seen(keaze.refresh(next))).isEqualTo(invented);
        assertThat(Keaze.seen(keaze.refresh(visitor.session().refresh()))).isEqualTo(invented);
        assertThat(keaze.events("authn_token_reuse", visitor.id())).isZero();
    }

    @Test
    void a_session_idle_for_14_days_is_over() {
        Visitor visitor = visitor();
        age(visitor, "refresh_until", "13 days 23 hours");
        String next = keaze.refresh(visitor.session().refresh()).text("refresh_token");
        age(visitor, "refresh_until", "14 days");

        assertThat(Keaze.seen(keaze.refresh(next))).isEqualTo(invented);
        assertThat(keaze.events("authn_token_reuse", visitor.id())).isZero();
    }

    @Test
    void a_session_is_over_after_30_days_however_busy() {
        Visitor visitor = visitor();
        ageSession(visitor, "29 days 23 hours");
        Reply next = keaze.refresh(visitor.session().refresh());
        assertThat(next.status()).isEqualTo(200);
        ageSession(visitor, "1 hour");

        assertThat(Keaze.seen(keaze.refresh(next.text("refresh_token")))).isEqualTo(invented);
        assertThat(keaze.opens(next.text("access_token"))).isFalse();
    }

    @Test
    void a_disabled_customer_can_not_go_on() {
        Visitor visitor = visitor();
        keaze.installation.sql("update customer set disabled_at = now() where id = ?", visitor.id());

        assertThat(Keaze.seen(keaze.refresh(visitor.session().refresh()))).isEqualTo(invented);
        assertThat(keaze.opens(visitor.session().access())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "e30.e30.", "\u0000", "\uD83D\uDE00", "====", "a b"})
    void an_invalid_token_is_one_and_the_same_401(String token) {
        assertThat(invented).startsWith("401");
        assertThat(Keaze.seen(keaze.refresh(token))).isEqualTo(invented);
    }

    @Test
    void a_token_with_any_byte_changed_is_an_invention_and_no_theft_alarm() {
        Visitor visitor = visitor();
        byte[] bytes = Base64.getUrlDecoder().decode(visitor.session().refresh());
        for (int at : new int[] {0, 20, bytes.length - 1}) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            assertThat(Keaze.seen(keaze.refresh(
                            Base64.getUrlEncoder().withoutPadding().encodeToString(changed))))
                    .isEqualTo(invented);
        }
        assertThat(keaze.events("authn_token_reuse", visitor.id())).isZero();
        assertThat(keaze.refresh(visitor.session().refresh()).status()).isEqualTo(200);
    }

    @Test
    void a_token_of_another_portal_and_an_access_token_are_no_refresh_tokens() {
        Visitor visitor = visitor();

        assertThat(Keaze.seen(keaze.send(
                        "POST",
                        "refresh-token",
                        Map.of("Portal-Id", "2"),
                        Keaze.json("refreshToken", visitor.session().refresh()))))
                .isEqualTo(invented);
        assertThat(Keaze.seen(keaze.refresh(visitor.session().access()))).isEqualTo(invented);
        assertThat(keaze.opens(visitor.session().refresh())).isFalse();
        assertThat(keaze.refresh(visitor.session().refresh()).status()).isEqualTo(200);
    }

    @Test
    void refreshToken_is_required() {
        assertThat(keaze.post("refresh-token").text("errors", "refreshToken"))
                .isEqualTo("[\"The refresh token field is required.\"]");
        assertThat(keaze.post("refresh-token", "refreshToken", 1).status()).isEqualTo(422);
    }

    @Test
    void revoke_ends_the_session_at_once_on_every_node_and_its_refresh_tokens_too() {
        Visitor visitor = visitor();
        Client second = keaze.installation.node();
        Map<String, String> bearer = Client.bearer(visitor.session().access());
        assertThat(second.get("/api/rest/portal/profile", bearer).status()).isEqualTo(200);

        Reply revoked = keaze.revoke(visitor.session().access());

        assertThat(revoked.status()).isEqualTo(200);
        assertThat(revoked.text("message")).isNotEmpty();
        assertThat(second.get("/api/rest/portal/profile", bearer).status()).isEqualTo(401);
        assertThat(second.post(
                                "/api/rest/portal/refresh-token",
                                Keaze.json("refreshToken", visitor.session().refresh()))
                        .status())
                .isEqualTo(401);
        assertThat(keaze.events("authn_token_revoked", visitor.id())).isEqualTo(1);
    }

    @Test
    void revoke_of_a_token_that_is_already_invalid_401() {
        Visitor visitor = visitor();
        keaze.revoke(visitor.session().access());

        assertThat(keaze.revoke(visitor.session().access()).status()).isEqualTo(401);
        assertThat(keaze.revoke("x").status()).isEqualTo(401);
        Reply none = keaze.send("POST", "revoke-token", Map.of());
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(keaze.send("POST", "revoke-token", Client.basic("demo", "demo-secret"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void the_token_of_a_link_is_revoked_the_same_way() {
        String access = keaze.authToken(keaze.magic("passwordless-access", Keaze.newEmail()))
                .text("accessToken");
        assertThat(keaze.opens(access)).isTrue();

        assertThat(keaze.revoke(access).status()).isEqualTo(200);
        assertThat(keaze.opens(access)).isFalse();
    }
}
