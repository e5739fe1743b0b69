package io.vestibule.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.ClientName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators call things. */
class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "shop-1.EU_west", "0123456789012345678901234567890123456789012345678901234567890123"})
    void a_clients_name_is_easy_to_type(String text) {
        assertThat(ClientName.parse(text))
                .hasValueSatisfying(name -> assertThat(name.value()).isEqualTo(text));
    }

    /** RFC 7617 section 2: "a user-id containing a colon character is invalid". */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "a:b", "a b", "ä", "a\n", "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void a_clients_name_has_no_colon_and_nothing_that_wants_quotes(String text) {
        assertThat(ClientName.parse(text)).isEmpty();
    }

    @Test
    void a_portals_name_is_one_line_of_text() {
        assertThat(PortalName.parse("Häuser & Söhne")).isPresent();
        assertThat(PortalName.parse("x".repeat(255))).isPresent();
        assertThat(PortalName.parse("x".repeat(256))).isEmpty();
        assertThat(PortalName.parse(" ")).isEmpty();
        assertThat(PortalName.parse("two\nlines")).isEmpty();
        assertThat(PortalName.parse("a bell\u0007")).isEmpty();
    }

    @Test
    void a_language_is_two_small_letters() {
        assertThat(LanguageCode.parse("de")).isPresent();
        assertThat(LanguageCode.parse("DE")).isEmpty();
        assertThat(LanguageCode.parse("de-AT")).isEmpty();
    }

    @Test
    void a_sender_is_a_mailbox_as_it_was_written() {
        assertThat(Sender.parse("Homes <no-reply@homes.example>"))
                .hasValueSatisfying(sender -> assertThat(sender.text()).isEqualTo("Homes <no-reply@homes.example>"));
        assertThat(Sender.parse("nobody")).isEmpty();
    }
}
