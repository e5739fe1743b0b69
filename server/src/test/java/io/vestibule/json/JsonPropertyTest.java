package io.vestibule.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonPropertyTest {
    /** Without an end, some trees would take more memory than there is. */
    private static final int DEPTH = 5;

    @Property(tries = 200)
    void what_is_printed_reads_back_equal(@ForAll("trees") Json json) {
        assertThat(Json.parse(json.utf8())).isEqualTo(json);
    }

    @Property(tries = 2000)
    void arbitrary_bytes_parse_or_are_malformed(@ForAll byte[] bytes) {
        parsesOrIsMalformed(bytes);
    }

    @Property(tries = 2000)
    void arbitrary_text_of_json_characters_parses_or_is_malformed(@ForAll("almostJson") String text) {
        parsesOrIsMalformed(text.getBytes(UTF_8));
    }

    /** Anything thrown but the one exception fails the property; what parses prints to something that parses equal. */
    private static void parsesOrIsMalformed(byte[] bytes) {
        Json json;
        try {
            json = Json.parse(bytes);
        } catch (MalformedJsonException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        assertThat(Json.parse(json.utf8())).isEqualTo(json);
    }

    @Provide
    Arbitrary<String> almostJson() {
        return Arbitraries.of(
                        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d83d", "\"a\"", "\"b\":", "1", "-", ".", "e",
                        "0", "true", "null", " ", "é", "\u0000", "\uFEFF")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<Json> trees() {
        return trees(DEPTH);
    }

    private static Arbitrary<Json> trees(int depth) {
        if (depth == 0) {
            return leaves();
        }
        Arbitrary<Json> below = Arbitraries.lazy(() -> trees(depth - 1));
        return Arbitraries.oneOf(leaves(), leaves(), arrays(below), objects(below));
    }

    private static Arbitrary<Json> leaves() {
        return Arbitraries.oneOf(
                texts().map(Json::of),
                Arbitraries.longs().map(Json::of),
                Arbitraries.bigDecimals().map(number -> new Json.Number(number.toString())),
                Arbitraries.of(List.of(Json.Bool.TRUE, Json.Bool.FALSE, Json.Null.NULL)));
    }

    private static Arbitrary<Json> arrays(Arbitrary<Json> below) {
        return below.list().ofMaxSize(3).map(Json.Array::new);
    }

    private static Arbitrary<Json> objects(Arbitrary<Json> below) {
        return Arbitraries.maps(texts(), below)
                .ofMaxSize(3)
                .map(fields -> new Json.Object(new LinkedHashMap<>(fields)));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(12).filter(Json::isUnicode);
    }
}
