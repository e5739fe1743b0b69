package io.vestibule.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7578, RFC 2046 section 5.1.1: a form with files, read as it comes. */
class MultipartUploadTest {
    private static final String PART =
            "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\dir\\a.csv\"\r\n\r\n";

    /** Gives its bytes a few at a time, as a network does. */
    private static InputStream slowly(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int count) {
                return super.read(into, offset, Math.min(count, most));
            }
        };
    }

    private static MultipartUpload upload(String body, int most, String type) {
        return MultipartUpload.of(
                new Request(
                        "id",
                        "POST",
                        InetAddress.getLoopbackAddress(),
                        name -> name.equals("Content-Type") ? List.of(type) : List.of(),
                        Map.of(),
                        "",
                        Parameters::new,
                        Parameters::new,
                        Parameters::new,
                        () -> body.getBytes(ISO_8859_1),
                        limit -> slowly(body.getBytes(ISO_8859_1), most)),
                1_000_000);
    }

    private static List<String> parts(String body, int most) throws IOException {
        MultipartUpload upload = upload(body, most, "multipart/form-data; boundary=b");
        List<String> parts = new ArrayList<>();
        for (MultipartUpload.Part part = upload.next(); part != null; part = upload.next()) {
            parts.add(part.name() + " " + part.filename() + " "
                    + new String(part.content().readAllBytes(), ISO_8859_1));
        }
        return parts;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000})
    void fields_and_files_come_in_their_order_whole(int most) throws IOException {
        String body = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--b \r\n" + PART
                + "a\r\n-b\r\n--\r\n-\r\n--b\r\n" + PART + "\r\n--b--\r\nnothing";
        assertThat(parts(body, most)).hasSize(3).startsWith("x null 1").endsWith("file a.csv ");
        assertThat(parts(body, most).get(1)).isEqualTo("file a.csv a\r\n-b\r\n--\r\n-");
    }

    @Property(tries = 100)
    void a_file_is_what_was_sent_however_it_comes(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 200_000) int size, @ForAll @IntRange(min = 1) int most)
            throws IOException {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        String file = new String(bytes, ISO_8859_1).replace("\r\n--b", "");
        assertThat(parts("--b\r\n" + PART + file + "\r\n--b--\r\n", most)).containsExactly("file a.csv " + file);
    }

    @Test
    void a_part_that_nobody_reads_is_passed_over() throws IOException {
        MultipartUpload upload = upload(
                "--b\r\n" + PART + "x".repeat(300_000) + "\r\n--b\r\n" + PART + "y\r\n--b--\r\n",
                5000,
                "multipart/form-data; boundary=\"b\"");
        assertThat(upload.next()).isNotNull();
        assertThat(upload.next().content().readAllBytes()).containsExactly('y');
        assertThat(upload.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--b\r\n",
                "--b\r\n" + PART + "x",
                "--b\r\n" + PART + "x\r\n--b",
                "--b\r\n" + PART + "x\r\n--bx\r\n--b--",
                "--b\r\nno header\r\n\r\nx\r\n--b--\r\n",
                "--b\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\nx\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"
            })
    void one_that_breaks_off_or_is_framed_otherwise_cannot_be_read(String body) {
        assertThatThrownBy(() -> parts(body, 3))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.Malformed.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/csv; boundary=b", "multipart/form-data", "multipart/form-data; boundary=\"\""})
    void another_type_is_unsupported(String type) {
        assertThatThrownBy(() -> upload("", 1, type))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.UnsupportedMedia.class));
    }
}
