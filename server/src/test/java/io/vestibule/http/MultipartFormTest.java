package io.vestibule.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.json.Json;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7578, as far as fields are text. */
class MultipartFormTest {
    private static final String TYPE = "multipart/form-data; boundary=X";
    private static final String FIELD = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n";
    private static final String END = "--X--\r\n";

    private static Parameters read(String type, byte[] body) {
        return read(type, body, 0);
    }

    private static Parameters read(String type, byte[] body, int upload) {
        return new RequestBody(
                        name -> Optional.of(type).filter(given -> name.equals("Content-Type")),
                        limit -> body,
                        () -> false,
                        "",
                        false,
                        upload)
                .parameters();
    }

    @Test
    void a_file_is_kept_as_it_is_where_one_is_taken() {
        byte[] file = {(byte) 0x89, 'P', '\r', '\n', 0, '-', '-', 'X'};
        String head = FIELD
                + String.join(
                        "\r\n",
                        "--X",
                        "Content-Disposition: form-data; name=\"logo\"; filename=\"a.png\"",
                        "Content-Type: image/png",
                        "",
                        "");
        String none = String.join(
                "\r\n",
                "",
                "--X",
                "Content-Disposition: form-data; name=\"other\"; filename=\"\"",
                "Content-Type: application/octet-stream",
                "",
                "",
                "");
        byte[] body = (head + new String(file, ISO_8859_1) + none + END).getBytes(ISO_8859_1);
        Parameters read = read(TYPE, body, 1000);
        assertThat(read.text("a")).contains("b");
        assertThat(read.file("logo"))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(file));
        assertThat(read.file("other")).as("none was chosen").isEmpty();
    }

    private static Map<String, Json> read(String type, String body) {
        return read(type, body.getBytes(UTF_8)).all();
    }

    private static Json only(String headers, String value) {
        return read(TYPE, "--X\r\n" + headers + "\r\n\r\n" + value + "\r\n" + END)
                .get("a");
    }

    private static void refused(String type, String body, Class<? extends Problem> problem) {
        assertThatThrownBy(() -> read(type, body))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.problem()).isInstanceOf(problem));
    }

    @Test
    void fields_as_curl_php_and_node_write_them() {
        String second = String.join(
                "\r\n",
                "--X",
                "content-disposition:form-data;name=c",
                "Content-Type: text/plain",
                "Content-Transfer-Encoding: 8bit",
                "",
                "\u00e9",
                "--Y",
                "",
                "");

        Map<String, Json> fields = read(TYPE, "\r\n" + FIELD + second + "--X--");

        assertThat(fields).containsExactly(Map.entry("a", Json.of("b")), Map.entry("c", Json.of("\u00e9\r\n--Y\r\n")));
    }

    @Test
    void a_preamble_an_epilogue_and_blanks_behind_a_boundary_are_nothing() {
        assertThat(read(TYPE, "This is MIME.\r\n" + FIELD.replace("--X\r", "--X \t\r") + "--X--  \r\nbye"))
                .containsExactly(Map.entry("a", Json.of("b")));
    }

    @Test
    void an_empty_value_is_an_empty_field() {
        assertThat(only("Content-Disposition: form-data; name=\"a\"", "")).isEqualTo(Json.of(""));
    }

    @Test
    void a_boundary_may_be_quoted_and_has_case() {
        assertThat(read("Multipart/Form-Data; charset=utf-8; boundary=\"X\"", FIELD + END))
                .hasSize(1);
        refused("multipart/form-data; boundary=x", FIELD + END, Problem.UnsupportedMedia.class);
    }

    @Test
    void a_field_given_twice_has_no_value() {
        Parameters read = read(TYPE, (FIELD + FIELD + END).getBytes(UTF_8));

        assertThat(read.get("a")).isNull();
        assertThat(read.repeated()).containsExactly("a");
    }

    @Test
    void a_name_is_read_as_it_was_quoted() {
        assertThat(read(TYPE, FIELD.replace("\"a\"", "\"a\\\"\\\\\u00e9[0]\"") + END))
                .containsKey("a\"\\\u00e9[0]");
    }

    @Test
    void latin_text_is_read_where_it_says_that_it_is() {
        String latin = FIELD.replace("\r\n\r\nb", "\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n\r\n\u00e9");

        assertThat(read(TYPE, (latin + END).getBytes(ISO_8859_1)).get("a")).isEqualTo(Json.of("\u00e9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data; name=\"a\"; filename=\"x.txt\"",
                "Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''x",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: application/json",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=utf-16",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64"
            })
    void what_is_not_plain_text_is_an_unsupported_body(String headers) {
        refused(TYPE, "--X\r\n" + headers + "\r\n\r\nb\r\n" + END, Problem.UnsupportedMedia.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data",
                "Content-Disposition: attachment; name=\"a\"",
                "Content-Disposition: form-data; name=\"a\"; name=\"b\"",
                "Content-Disposition: form-data; name=\"a",
                "Content-Disposition: form-data; name=\"a\" x",
                "Content-Disposition form-data",
                "X: y"
            })
    void headers_that_name_no_field_can_not_be_read(String headers) {
        refused(TYPE, "--X\r\n" + headers + "\r\n\r\nb\r\n" + END, Problem.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb",
                "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--X",
                "--Xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--X--",
                "--X\nContent-Disposition: form-data; name=\"a\"\n\nb\n--X--",
                "--X\r\n--X--",
                "--X\r\n\r\nb\r\n--X--"
            })
    void a_body_that_is_framed_otherwise_can_not_be_read(String body) {
        refused(TYPE, body, Problem.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"a b \"",
                "multipart/form-data; boundary=<X>",
                "multipart/form-data; boundary=X; charset=utf-16",
                "multipart/mixed; boundary=X"
            })
    void a_type_without_a_boundary_that_can_be_is_unsupported(String type) {
        refused(type, FIELD + END, Problem.UnsupportedMedia.class);
    }

    @Test
    void a_body_without_a_field_is_unsupported() {
        refused(TYPE, END, Problem.UnsupportedMedia.class);
        refused(TYPE, "{}", Problem.UnsupportedMedia.class);
    }

    @Test
    void text_that_is_not_utf_8_can_not_be_read() {
        assertThatThrownBy(() -> read(TYPE, (FIELD.replace("\r\nb", "\r\n\u00e9") + END).getBytes(ISO_8859_1)))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void a_body_of_the_limit_is_read_at_once_whatever_it_repeats() {
        for (String piece : new String[] {"--X", "\r\n--X", "\"", "\\", ";a=b", "\r\n\r\n", FIELD}) {
            String rest = piece.repeat((RequestBody.LIMIT - 200) / piece.length());
            for (String body : new String[] {rest, FIELD + rest, FIELD.replace("\"a\"", "\"" + rest) + END}) {
                try {
                    read(TYPE, body);
                } catch (RequestException e) {
                    assertThat(e.problem()).isInstanceOfAny(Problem.Malformed.class, Problem.UnsupportedMedia.class);
                }
            }
        }
    }

    @Property(tries = 500)
    void any_value_comes_through(@ForAll String value) {
        String text = new String(value.getBytes(UTF_8), UTF_8).replace("\r\n--X", "");

        assertThat(only("Content-Disposition: form-data; name=\"a\"", text)).isEqualTo(Json.of(text));
    }
}
