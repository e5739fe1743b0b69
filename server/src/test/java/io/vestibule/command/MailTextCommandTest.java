package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.TestDatabases;
import org.junit.jupiter.api.Test;

/** The words of a portal's mail, by command. */
class MailTextCommandTest {
    private final Operator demo = new Operator(TestDatabases.demo());

    private String refused(String... args) {
        Operator.Ended ended = demo.types(args);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).startsWith("vestibule: ").doesNotContain("\tat ");
        return ended.err();
    }

    @Test
    void they_are_set_shown_and_taken_back() {
        assertThat(demo.gets("portal", "mail-text", "1")).isEqualTo("All mail of portal 1 has our words.\n");
        assertThat(demo.gets("portal", "mail-text", "1", "sign-in", "en"))
                .contains("Your sign-in link for {portal} (ours)");
        assertThat(demo.gets("portal", "mail-text", "1", "sign-in", "en", "--subject", "Key to {portal}"))
                .containsPattern("subject +Key to \\{portal}\n")
                .contains("(ours)");
        assertThat(demo.gets("portal", "mail-text", "1", "sign-in", "en", "--introduction", "Hello.\nHere."))
                .containsPattern("subject +Key to \\{portal}\n")
                .contains("Hello. Here.");
        assertThat(demo.gets("portal", "mail-text", "1")).contains("sign-in", "Key to {portal}", "Hello. Here.");
        demo.gets("portal", "mail-text", "1", "sign-in", "en", "--subject", "", "--introduction", "");
        assertThat(demo.gets("portal", "mail-text", "1")).isEqualTo("All mail of portal 1 has our words.\n");
    }

    @Test
    void what_can_be_none_is_refused() {
        assertThat(refused("portal", "mail-text", "1", "spam", "en")).contains("is no mail; give sign-in, reset");
        assertThat(refused("portal", "mail-text", "1", "reset", "it")).contains("give en, de, es or fr");
        assertThat(refused("portal", "mail-text", "1", "reset")).contains("in which language");
        assertThat(refused("portal", "mail-text", "77")).contains("no portal 77");
        assertThat(refused("portal", "mail-text", "1", "reset", "en", "--subject", "a\r\nBcc: x@example.com"))
                .contains("The subject must be one line");
        assertThat(refused("portal", "mail-text", "1", "reset", "en", "--introduction", "{token}"))
                .contains("has {token}, and may have {portal}, {address}, {time}");
    }
}
