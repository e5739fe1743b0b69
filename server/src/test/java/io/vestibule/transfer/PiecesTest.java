package io.vestibule.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.customer.ProfileSchema;
import io.vestibule.json.Json;
import io.vestibule.password.PasswordHasher;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A file in pieces: whatever its bytes are, each line is told once, and a broken one breaks no other. */
class PiecesTest {
    private static final Rules RULES =
            new Rules(ProfileSchema.BUILT_IN, PasswordHasher.create(), Instant.EPOCH, false, ZoneOffset.UTC);

    private static List<SourceRecord> all(FileFormat format, byte[] file) {
        Pieces pieces = OpenFiles.pieces(format, new ByteArrayInputStream(file), null, RULES);
        List<SourceRecord> records = new ArrayList<>();
        for (List<SourceRecord> piece = pieces.next(); piece != null; piece = pieces.next()) {
            records.addAll(piece);
        }
        assertThat(pieces.bytes()).isEqualTo(file.length);
        return records;
    }

    private static byte[] csv(String... records) {
        return ("firstName,lastName,company\n" + String.join("\n", records) + "\n").getBytes(UTF_8);
    }

    @Property(tries = 300)
    void any_record_of_quoted_fields_is_read_as_it_was_written(
            @ForAll @Size(min = 1, max = 5) List<@Size(3) List<String>> records) {
        List<List<String>> clean = records.stream()
                .map(record -> record.stream().map(PiecesTest::storable).toList())
                .toList();
        String text = clean.stream().map(CsvErrorLines::record).collect(Collectors.joining("\n"));
        List<SourceRecord> source = all(FileFormat.CSV, csv(text));

        assertThat(source).hasSameSizeAs(clean);
        for (int i = 0; i < clean.size(); i++) {
            assertThat(source.get(i).fault()).isNull();
            for (int column = 0; column < 3; column++) {
                String name = List.of("firstName", "lastName", "company").get(column);
                String value = clean.get(i).get(column);
                assertThat(source.get(i).mapped().fields().get(name))
                        .isEqualTo(value.isEmpty() ? null : Json.of(value));
            }
        }
    }

    /** No line ends (a test of their own), no half characters, nothing that looks like JSON. */
    private static String storable(String text) {
        String kept = new String(text.getBytes(UTF_8), UTF_8)
                .replaceAll("[\n\r]", ";")
                .replaceAll("^[\\[{\"]+", "");
        return kept.length() > 500 ? kept.substring(0, 100).replaceAll("[\\ud800-\\udfff]", "") : "x" + kept;
    }

    @Property(tries = 500)
    void no_bytes_make_a_fault_of_ours(@ForAll("bytes") byte[] bytes, @ForAll("ownWay") FileFormat format) {
        try {
            for (SourceRecord source : all(format, bytes)) {
                assertThat(Fields.read(source, RULES)).isNotNull();
                assertThat(new JsonErrorLines().line(source, "reason")).doesNotContain((byte) '\n');
            }
        } catch (UnusableFileException e) {
            assertThat(format).isEqualTo(FileFormat.CSV);
        }
    }

    @Provide
    Arbitrary<FileFormat> ownWay() {
        return Arbitraries.of(FileFormat.values()).filter(format -> !format.takesSeveralFiles());
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<String> scraps = Arbitraries.of(
                "email",
                "email,firstName\n",
                "\n",
                "\r\n",
                ",",
                "\"",
                "{",
                "}",
                "{\"email\":\"a@b.de\"}\n",
                "{\"data\":[{\"id\":1}]}\n",
                "{\"1\":{\"customer.username\":\"a@b.de\"}}\n",
                "\uFEFF",
                "a@b.de",
                "passwordHash",
                "\\",
                "[",
                "]",
                ":",
                "é",
                " ",
                "\0");
        Arbitrary<byte[]> texts =
                scraps.list().ofMaxSize(40).map(list -> String.join("", list).getBytes(UTF_8));
        return Arbitraries.oneOf(texts, Arbitraries.bytes().array(byte[].class).ofMaxSize(200));
    }

    @Test
    void a_quoted_field_may_hold_line_ends_and_a_stray_quote_costs_one_line() {
        List<SourceRecord> source =
                all(FileFormat.CSV, csv("a,\"two\nlines\",c", "d,5\" disk,f", "g,h,i", "\"j\" x,k,l", "m,n,\"o"));
        assertThat(source).extracting(SourceRecord::line).containsExactly(2L, 4L, 5L, 6L, 7L);
        assertThat(source.get(0).mapped().fields()).containsEntry("lastName", Json.of("two\nlines"));
        assertThat(source.get(2).mapped().fields()).containsEntry("lastName", Json.of("h"));
        assertThat(source)
                .extracting(SourceRecord::fault)
                .containsExactly(null, null, null, "The line is not CSV.", "The line's quotes don't match.");
        assertThat(source.get(1).mapped().fields()).containsEntry("lastName", Json.of("5\" disk"));
    }

    @Test
    void cells_that_are_json_are_and_others_are_text() {
        Map<String, Json> fields = all(FileFormat.CSV, csv("\"{\"\"id\"\":1}\",[1] x,\"\"\"[1]\"\"\""))
                .getFirst()
                .mapped()
                .fields();
        assertThat(fields)
                .containsEntry("firstName", Json.object().put("id", 1).build())
                .containsEntry("lastName", Json.of("[1] x"))
                .containsEntry("company", Json.of("[1]"));
    }

    @Test
    void line_ends_byte_order_mark_and_a_missing_last_line_end_don_t_count() {
        byte[] file = "\uFEFFfirstName,lastName\r\na,b\r\n\r\nc,d".getBytes(UTF_8);
        assertThat(all(FileFormat.CSV, file))
                .extracting(source -> source.mapped().fields().get("lastName").toString())
                .containsExactly("\"b\"", "\"d\"");
    }

    @Test
    void skipping_counts_as_reading_does() {
        byte[] file = csv("a,b,c", "\"open,b,c", "", "d,\"e\nf\",g", "h,i,j");
        for (int skipped = 0; skipped <= 4; skipped++) {
            Pieces read = OpenFiles.pieces(FileFormat.CSV, new ByteArrayInputStream(file), null, RULES);
            Pieces skipping = OpenFiles.pieces(FileFormat.CSV, new ByteArrayInputStream(file), null, RULES);
            for (int i = 0; i < skipped; i++) {
                read.next();
                assertThat(skipping.skip()).isTrue();
            }
            assertThat(String.valueOf(skipping.next())).isEqualTo(String.valueOf(read.next()));
        }
    }
}
