package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two Vestibules back to back: customers of one sign in at the other with the passwords that they have. */
class MovingInTest {
    private final Move move = new Move();

    @AfterEach
    void stop() {
        move.close();
    }

    static Stream<Arguments> eachOfEach() {
        return Stream.of(Kind.SONAR, Kind.LOGICBOXES, Kind.KEAZE)
                .flatMap(kind -> Stream.of(SignInDialect.values()).map(door -> Arguments.of(kind, door)));
    }

    @ParameterizedTest
    @MethodSource("eachOfEach")
    void a_first_sign_in_moves_the_customer_in_and_the_second_asks_nobody(Kind kind, SignInDialect door) {
        long id = move.signUp("ann@example.com");
        Client server = move.from(kind);

        Reply first = door.signIn(server, "Ann@Example.com", Move.PASSWORD);

        assertThat(door.admits(first)).as(first.body()).isTrue();
        assertThat(move.asked()).isEqualTo(1);
        assertThat(move.events("user_moved_in")).isEqualTo(1);
        assertThat(move.events("authn_login_success")).isEqualTo(1);
        assertThat(move.failures()).isZero();
        Reply details = Move.details(server, "ann@example.com");
        assertThat(details.text("name")).isEqualTo("Ann Mary Doe");
        if (kind != Kind.KEAZE) { // ids that other systems know are kept
            assertThat(details.text("customerid")).isEqualTo(Long.toString(id));
        }
        if (kind == Kind.LOGICBOXES) {
            assertThat(details.text("city")).isEqualTo("Denver");
            assertThat(details.text("telno")).isEqualTo("2025550123");
            assertThat(details.text("langpref")).isEqualTo("de");
        }

        move.old.stop();
        assertThat(door.admits(door.signIn(server, "ann@example.com", Move.PASSWORD)))
                .isTrue();
        assertThat(door.refuses(door.signIn(server, "ann@example.com", "another")))
                .isTrue();
        assertThat(move.asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("eachOfEach")
    void a_wrong_password_is_a_failure_like_any_other(Kind kind, SignInDialect door) {
        move.signUp("ann@example.com");
        Client server = move.from(kind);

        Reply wrong = door.signIn(server, "ann@example.com", "another one 8");

        assertThat(door.refuses(wrong)).as(wrong.body()).isTrue();
        assertThat(move.failures()).isEqualTo(1);
        assertThat(move.events("authn_login_fail")).isEqualTo(1);
        assertThat(door.refuses(door.signIn(server, "nobody@example.com", "another one 8")))
                .isTrue();
        assertThat(move.here.count(
                        "select count(*) from customer where email in ('ann@example.com', 'nobody@example.com')"))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"SONAR", "LOGICBOXES"})
    void a_username_moves_in_with_its_customer(Kind kind) {
        long id = move.signUp("ann@example.com");
        move.name(id, "annie");
        Client server = move.from(kind);

        assertThat(SignInDialect.SONAR.admits(SignInDialect.SONAR.signIn(server, "ANNIE", Move.PASSWORD)))
                .isTrue();
        assertThat(SignInDialect.KEAZE.admits(SignInDialect.KEAZE.signIn(server, "ann@example.com", Move.PASSWORD)))
                .isTrue();
        assertThat(move.asked()).isEqualTo(1);
    }

    @Test
    void a_customer_who_lives_here_is_never_asked_for() {
        move.signUp("john.doe@elsewhere.example.com");
        Client server = move.from(Kind.LOGICBOXES);
        for (SignInDialect door : SignInDialect.values()) {
            assertThat(door.refuses(door.signIn(server, "john.doe@example.com", Move.PASSWORD)))
                    .isTrue();
            assertThat(door.refuses(door.signIn(server, "disabled@example.com", Move.PASSWORD)))
                    .isTrue();
            assertThat(door.refuses(door.signIn(server, "someone@example.com", Move.PASSWORD)))
                    .isTrue(); // has no password
        }
        assertThat(move.asked()).isZero();
    }

    @Test
    void a_customer_who_was_deleted_here_or_has_another_address_is_not_asked_for_again() {
        move.signUp("ann@example.com");
        move.signUp("bob@example.com");
        Client server = move.from(Kind.LOGICBOXES);
        SignInDialect door = SignInDialect.KEAZE;
        door.signIn(server, "ann@example.com", Move.PASSWORD);
        door.signIn(server, "bob@example.com", Move.PASSWORD);
        move.here.sql("delete from customer where email = 'ann@example.com'");
        move.here.sql("update login set value = 'robert@example.com' where value = 'bob@example.com'");
        move.here.sql("delete from login where value = 'robert@example.com'");

        assertThat(door.refuses(door.signIn(server, "ann@example.com", Move.PASSWORD)))
                .isTrue();
        assertThat(move.asked()).isEqualTo(2);
    }

    @Test
    void an_id_beyond_all_of_here_moves_those_that_are_given_out_beyond_it() {
        move.old.sql("select setval('customer_id_seq', 700000000)");
        move.signUp("ann@example.com");
        move.signUp("bob@example.com");
        Client server = move.from(Kind.LOGICBOXES);
        SignInDialect.KEAZE.signIn(server, "ann@example.com", Move.PASSWORD);
        server.post(
                "/api/rest/portal/password-register", "{\"email\":\"new@example.com\",\"password\":\"a new one 99\"}");
        SignInDialect.KEAZE.signIn(server, "bob@example.com", Move.PASSWORD);

        assertThat(
                        move.here.count(
                                "select count(*) from customer where (email, id) in"
                                        + " (('ann@example.com', 700000001), ('bob@example.com', 700000002), ('new@example.com', 710000002))"))
                .isEqualTo(3);
    }

    @Test
    void an_id_that_would_have_been_given_out_next_is_not_given_out_again() {
        move.old.sql("select setval('customer_id_seq', 700000000)");
        move.signUp("ann@example.com");
        Client server = move.from(Kind.LOGICBOXES);
        move.here.sql("alter sequence customer_id_seq restart with 700000001");
        SignInDialect.KEAZE.signIn(server, "ann@example.com", Move.PASSWORD);

        assertThat(server.post(
                                "/api/rest/portal/password-register",
                                "{\"email\":\"new@example.com\",\"password\":\"a new one 99\"}")
                        .status())
                .isEqualTo(201);
    }
}
