package io.vestibule.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a handler can say beside status and body. */
class AnswerTest {
    private static final Answer TWO_COOKIES =
            Answer.empty(204).adding("Set-Cookie", "a=1").adding("Set-Cookie", "b=2");

    @Test
    void a_header_given_twice_goes_out_in_two_lines() throws IOException {
        assertThat(sent(TWO_COOKIES)).contains("\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n");
    }

    @Test
    void a_header_set_again_takes_the_place_of_the_others_whatever_its_case() throws IOException {
        assertThat(sent(TWO_COOKIES.with("set-cookie", "c=3")))
                .contains("\r\nset-cookie: c=3\r\n")
                .doesNotContain("a=1", "b=2");
    }

    @Test
    void an_answer_that_was_kept_has_each_header_as_often() {
        Answer kept = Answer.read(TWO_COOKIES.with("Location", "/").written());
        assertThat(kept.headers()).isEqualTo(TWO_COOKIES.with("Location", "/").headers());
    }

    /** Nodes of two releases share the answers that are kept. */
    @Test
    void an_answer_is_kept_in_the_form_that_the_release_before_reads() {
        assertThat(new String(Answer.empty(302).with("Location", "/").written(), UTF_8))
                .isEqualTo("{\"status\":302,\"headers\":{\"Location\":\"/\"},\"body\":\"\"}");
    }

    @Test
    void a_page_may_have_a_policy_of_its_own() throws IOException {
        Answer page = Answer.html(
                200,
                "<form>",
                ContentSecurityPolicy.STRICT
                        .with("script-src", "'self'")
                        .with("form-action", "https://client.example"));
        assertThat(sent(page))
                .contains(
                        "\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; "
                                + "form-action https://client.example; base-uri 'none'; frame-ancestors 'none'; script-src 'self'\r\n");
        assertThat(ContentSecurityPolicy.STRICT.text())
                .contains("form-action 'self'")
                .doesNotContain("script-src");
    }

    @Test
    void no_source_begins_another_directive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContentSecurityPolicy.STRICT.with("img-src", "'self'; script-src *"));
    }

    /** Its head as it is on the wire, from a server whose only route gives it. */
    private static String sent(Answer answer) throws IOException {
        return new OneRoute(request -> answer).head(RequestObserver.NONE);
    }
}
