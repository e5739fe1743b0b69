package io.vestibule.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.SignInDialect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The audit says why a sign-in was refused, though whoever tries isn't told. */
class RefusalReasonTest {
    private static final String RIGHT = "correct horse 9";

    private final Installation installation = Installation.demo(Generous.limits());
    private final Client server = installation.node();

    @AfterEach
    void stop() {
        installation.close();
    }

    private String reason(String login, String password) {
        SignInDialect.KEAZE.signIn(server, login, password);
        return installation
                .sql()
                .withHandle(
                        h -> h.statement("""
                                select event || ' ' || coalesce(detail ->> 'reason', 'none') as reason from audit_event
                                where event like 'authn_login%' order by id desc limit 1
                                """).map(rs -> rs.getString("reason")).one());
    }

    @Test
    void unknown_wrong_disabled_locked_and_passwordless_are_told_apart() {
        String john = "john.doe@example.com";
        assertThat(reason("nobody@example.com", RIGHT)).isEqualTo("authn_login_fail unknown");
        assertThat(reason(john, "wrong")).isEqualTo("authn_login_fail password");
        assertThat(reason(john, RIGHT)).isEqualTo("authn_login_success none");
        installation.sql("update customer set disabled_at = now() where email = ?", john);
        assertThat(reason(john, RIGHT)).isEqualTo("authn_login_fail disabled");
        assertThat(reason(john, "wrong")).isEqualTo("authn_login_fail password");
        installation.sql("update customer set disabled_at = null where email = ?", john);
        installation.sql("update lockout set locked_until = now() + interval '1 hour'");
        assertThat(reason(john, RIGHT)).isEqualTo("authn_login_fail locked");
        assertThat(reason(john, "wrong")).isEqualTo("authn_login_fail locked");
        installation.sql("delete from lockout");
        installation.sql("update customer set password = null, password_origin = null where email = ?", john);
        assertThat(reason(john, RIGHT)).isEqualTo("authn_login_fail passwordless");
    }
}
