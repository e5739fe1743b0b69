package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.INVALID_TOKEN;
import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code ip} of {@code generate-token}, {@code generate-login-token} and {@code authenticate-token}; docs/decisions/0013. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginTokenAddressContractTest {
    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    @Test
    void bound_to_ip_where_given() {
        String token = logicBoxes.loginToken(2, "&ip=192.0.2.1");

        error(logicBoxes.get("authenticate-token", "token=" + token + "&ip=192.0.2.2"), 500, INVALID_TOKEN);
        error(logicBoxes.get("authenticate-token", "token=" + token + "&ip=2001:db8::1"), 500, INVALID_TOKEN);
        assertThat(logicBoxes
                        .get("authenticate-token", "token=" + token + "&ip=192.0.2.1")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void one_address_has_many_spellings() {
        String token = logicBoxes.loginToken(2, "&ip=2001:DB8:0:0::1");

        assertThat(logicBoxes
                        .get("authenticate-token", "token=" + token + "&ip=2001:db8::1")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_token_that_is_not_bound_takes_any_address() {
        assertThat(logicBoxes
                        .get("authenticate-token", "token=" + logicBoxes.loginToken(2, "") + "&ip=192.0.2.1")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void stock_clients_bind_a_token_and_redeem_it_without_an_address() {
        assertThat(logicBoxes.redeem(logicBoxes.loginToken(2, "&ip=192.0.2.1")).status())
                .isEqualTo(200);
    }

    @Test
    void a_hardened_portal_wants_the_address_that_a_token_is_bound_to() {
        try (LogicBoxes hardened = new LogicBoxes()) {
            hardened.installation.sql("update portal set hardened = true where id = 1");
            String bound = hardened.get("generate-login-token", "customer-id=2&ip=192.0.2.1")
                    .body()
                    .replace("\"", "");
            String free =
                    hardened.get("generate-login-token", "customer-id=2").body().replace("\"", "");

            error(hardened.get("authenticate-token", "token=" + bound), 500, INVALID_TOKEN);
            assertThat(hardened.get("authenticate-token", "token=" + bound + "&ip=192.0.2.1")
                            .status())
                    .isEqualTo(200);
            assertThat(hardened.get("authenticate-token", "token=" + free).status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "1.2.3", "1.2.3.4/32", "1.2.3.256", "fe80::1%25eth0", "::g", "%00", "1.2.3.4,1"})
    void an_ip_that_is_none_is_named_and_nothing_is_checked(String ip) {
        String message = "Invalid value for parameter: ip";

        error(logicBoxes.get("generate-login-token", "customer-id=2&ip=" + ip), 500, message);
        error(logicBoxes.get("generate-token", "username=testtest123&passwd=wrong&ip=" + ip), 500, message);
        error(logicBoxes.get("authenticate-token", "token=x&ip=" + ip), 500, message);
        assertThat(logicBoxes.rows("lockout")).isZero();
    }

    @Test
    void an_empty_ip_is_a_missing_one() {
        assertThat(logicBoxes.redeem(logicBoxes.loginToken(2, "&ip=")).status()).isEqualTo(200);
    }
}
