package io.vestibule.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void an_object_prints_compactly_in_insertion_order() {
        Json.Object json = Json.object()
                .put("b", "x")
                .put("a", 1)
                .put("yes", true)
                .put("z", Json.Null.NULL)
                .put("none", (String) null)
                .put("o", Json.object().put("k", new Json.Array(List.of())).build())
                .build();

        assertThat(json).hasToString("{\"b\":\"x\",\"a\":1,\"yes\":true,\"z\":null,\"none\":null,\"o\":{\"k\":[]}}");
        assertThat(json.utf8()).asString(UTF_8).isEqualTo(json.toString());
    }

    @Test
    void texts_escape_only_what_must_be_escaped() {
        assertThat(Json.of("\"\\/\n\r\t\u0000\u001f\u007fé😀\u2028"))
                .hasToString("\"\\\"\\\\/\\n\\r\\t\\u0000\\u001f\u007fé😀\u2028\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e3", "0", "-0", "1.50", "-12E+07", "123456789012345678901234567890", "1e999999999"})
    void a_number_keeps_its_literal(String literal) {
        assertThat(parse(literal)).isEqualTo(new Json.Number(literal)).hasToString(literal);
    }

    @Test
    void a_field_reads_as_text_only_if_it_is_a_string() {
        var json = (Json.Object) parse(" {\"a\" : \"\\u0041\\ud83d\\ude00\", \"n\" : 1, \"z\" : null} ");

        assertThat(json.text("a")).contains("A😀");
        assertThat(json.text("n")).isEmpty();
        assertThat(json.text("z")).isEmpty();
        assertThat(json.text("absent")).isEmpty();
        assertThat(json.get("z")).isSameAs(Json.Null.NULL);
        assertThat(json.get("absent")).isNull();
    }

    @Test
    void a_byte_order_mark_is_skipped() {
        assertThat(parse("\uFEFF[1]")).isEqualTo(new Json.Array(List.of(Json.of(1))));
    }

    @Test
    void a_value_does_not_change_with_what_it_was_made_from() {
        var fields = new LinkedHashMap<String, Json>();
        var object = new Json.Object(fields);
        fields.put("late", Json.of(true));

        assertThat(object).hasToString("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "tru",
                "NaN",
                "Infinity",
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "0x1",
                "--1",
                "\"a",
                "\"\t\"",
                "\"\\x\"",
                "// c\n1",
                "/* c */1",
                "]",
                "[}",
                "{\"a\":}",
                ",",
                "[,1]",
                "1,",
                "\uFEFF\uFEFF1",
                "hunter2"
            })
    void what_the_grammar_does_not_say_is_refused(String text) {
        refuses(text, "not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\r ", "\uFEFF"})
    void an_empty_text_is_refused(String text) {
        refuses(text, "empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 2", "{} {}", "null null"})
    void a_second_value_is_refused(String text) {
        refuses(text, "more than one value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":1,\"a\":2}", "{\"a\":null,\"\\u0061\":null}", "[{\"x\":{\"a\":1,\"b\":2,\"a\":1}}]"})
    void a_name_that_stands_twice_is_refused(String text) {
        refuses(text, "a name stands twice in an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00\"", "\"\\udc00\\ud800\"", "\"\\ud800x\""})
    void half_a_surrogate_pair_is_refused(String text) {
        refuses(text, "a text that is not Unicode");
    }

    @Test
    void names_are_unicode_too() {
        assertThat(parse("{\"\\ud83d\\ude00\":1}")).hasToString("{\"😀\":1}");
        assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> parse("{\"\\ud800\":1}"));
    }

    @Test
    void depth_is_bounded_at_32() {
        parse("[".repeat(32) + "]".repeat(32));
        refuses("[".repeat(33) + "]".repeat(33), "nested deeper than 32 levels");
        refuses("{\"a\":".repeat(10_000), "nested deeper than 32 levels");
    }

    @Test
    void anything_but_utf8_is_refused() {
        refuses(new byte[] {'"', (byte) 0xC3, '"'}, "not UTF-8");
        refuses(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}, "not UTF-8"); // overlong
        refuses(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, "not UTF-8"); // an encoded surrogate
        refuses("[1]".getBytes(UTF_16LE), "not JSON");
    }

    @Test
    void a_value_that_could_not_be_read_back_is_not_made() {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of("\ud800"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.object().put("\udc00", 1).build());
        assertThatIllegalArgumentException().isThrownBy(() -> new Json.Number("01"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Json.Number("1\n"));
    }

    private static Json parse(String text) {
        return Json.parse(text.getBytes(UTF_8));
    }

    private static void refuses(String text, String reason) {
        refuses(text.getBytes(UTF_8), reason);
    }

    private static void refuses(byte[] utf8, String reason) {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> Json.parse(utf8))
                .withMessage(reason)
                .withNoCause();
    }
}
