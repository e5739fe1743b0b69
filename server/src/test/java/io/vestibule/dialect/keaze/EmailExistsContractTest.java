package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Page: "Check if a customer email exists in our records". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmailExistsContractTest {
    private final Keaze keaze = Keaze.start();

    @AfterAll
    void stop() {
        keaze.close();
    }

    private Reply head(String email, Map<String, String> headers) {
        return keaze.send("HEAD", "customers/email/" + email, headers);
    }

    @ParameterizedTest
    @CsvSource({
        "john.doe@example.com, 200",
        "jane.doe@example.com, 200",
        "nobody@example.com, 404",
        "disabled@example.com, 409"
    })
    void two_hundred_for_an_active_record_404_for_none_409_for_a_disabled_one(String email, int status) {
        Reply reply = head(email, Map.of());

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JOHN.DOE@EXAMPLE.COM", "john.doe%40example.com", "John.Doe@example.com"})
    void an_address_is_the_same_in_any_case_and_encoding(String email) {
        assertThat(head(email, Map.of()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"john", "@", "john.doe@", "a%20b@example.com", "%00", "john.doe@example.com%0D%0A", "%C4%B1@x.y"
            })
    void head_of_something_that_is_no_address_404(String text) {
        assertThat(head(text, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void the_customers_of_another_portal_are_not_in_our_records() {
        assertThat(head("john.doe@example.com", Map.of("Portal-Id", "2")).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"john.doe@example.com, 200", "nobody@example.com, 404", "disabled@example.com, 409", "no-address, 404"})
    void a_get_as_caches_make_of_a_head_answers_the_same_with_an_empty_object(String email, int status) {
        Reply reply = keaze.get("customers/email/" + email);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEqualTo("{}");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(keaze.send("DELETE", "customers/email/" + email, Map.of()).header("Allow"))
                .isEqualTo("GET, HEAD");
    }

    @Test
    void a_hardened_portal_answers_200_to_all() {
        try (Keaze hardened = Keaze.start()) {
            hardened.installation.sql("update portal set hardened = true where id = 1");
            for (String email : new String[] {"john.doe@example.com", "nobody@example.com", "disabled@example.com"}) {
                assertThat(hardened.send("HEAD", "customers/email/" + email, Map.of())
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void look_ups_are_throttled_by_address_and_by_network() {
        try (Keaze strict = Keaze.start(Map.of(
                "VESTIBULE_LIMIT_LOOK_UP_ADDRESS_BURST", "1",
                "VESTIBULE_LIMIT_LOOK_UP_ADDRESS_REFILL", "1/1h",
                "VESTIBULE_LIMIT_LOOK_UP_NETWORK_BURST", "2",
                "VESTIBULE_LIMIT_LOOK_UP_NETWORK_REFILL", "1/1h"))) {
            String call = "customers/email/";
            assertThat(strict.send("HEAD", call + "john.doe@example.com", Map.of())
                            .status())
                    .isEqualTo(200);
            Reply again = strict.send("HEAD", call + "john.doe@example.com", Map.of());
            assertThat(again.status()).isEqualTo(429);
            assertThat(again.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(strict.send("HEAD", call + "nobody@example.com", Map.of())
                            .status())
                    .isEqualTo(404);
            assertThat(strict.send("HEAD", call + "other@example.com", Map.of()).status())
                    .isEqualTo(429);
        }
    }
}
