package io.vestibule.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.http.server.ContentException;
import io.vestibule.json.Json;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** What holds for anything at all that a client sends: it is read, or refused as a request that can't be. */
class EdgePropertyTest {
    @Property
    void what_a_client_encoded_is_decoded(@ForAll String text) {
        String unicode = new String(text.getBytes(UTF_8), UTF_8);

        assertThat(Percent.decodeForm(URLEncoder.encode(unicode, UTF_8))).isEqualTo(unicode);
        assertThat(Percent.decode(URLEncoder.encode(unicode, UTF_8).replace("+", "%20")))
                .isEqualTo(unicode);
    }

    @Property
    void any_text_is_decoded_to_unicode_or_refused(@ForAll @CharRange(from = ' ', to = 'g') String noise) {
        try {
            assertThat(Json.isUnicode(Percent.decode(noise))).isTrue();
        } catch (RequestException e) {
            assertThat(e.problem()).isInstanceOf(Problem.Malformed.class);
        }
    }

    @Property
    void bytes_are_utf_8_or_refused(@ForAll byte[] bytes) {
        try {
            assertThat(Percent.utf8(ByteBuffer.wrap(bytes)).getBytes(UTF_8)).isEqualTo(bytes);
        } catch (RequestException e) {
            assertThat(new String(bytes, UTF_8).getBytes(UTF_8)).isNotEqualTo(bytes);
        }
    }

    @Property
    void a_parameter_has_a_value_or_is_repeated_never_both(
            @ForAll @Size(max = 12) List<@IntRange(max = 5) Integer> names) {
        Parameters parameters = new Parameters();
        parameters.addForm(names.stream().map(name -> name + "=v" + name).collect(Collectors.joining("&")));

        Map<Integer, Integer> counts = new HashMap<>();
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
        counts.forEach((name, count) -> {
            String key = name.toString();
            assertThat(parameters.get(key)).isEqualTo(count == 1 ? Json.of("v" + name) : null);
            assertThat(parameters.repeated().contains(key)).isEqualTo(count > 1);
        });
        if (counts.values().stream().anyMatch(count -> count > 1)) {
            assertThatThrownBy(parameters::once).isInstanceOf(RequestException.class);
        }
    }

    @Property(tries = 300)
    void any_body_of_any_type_is_read_or_refused(
            @ForAll byte[] bytes, @ForAll @StringLength(max = 40) String type, @ForAll boolean json) {
        for (String mediaType : List.of(type, "application/json", "application/x-www-form-urlencoded", "")) {
            RequestBody body = body(bytes, mediaType, json);
            try {
                body.parameters();
            } catch (RequestException e) {
                assertThat(e.problem()).isInstanceOfAny(Problem.Malformed.class, Problem.UnsupportedMedia.class);
            }
        }
    }

    @Property(tries = 50)
    void a_body_over_the_limit_is_refused_and_one_of_the_limit_is_not(@ForAll @IntRange(max = 3) int over) {
        byte[] form = new byte[RequestBody.LIMIT + over];
        Arrays.fill(form, (byte) 'x');
        RequestBody body = body(form, "application/x-www-form-urlencoded", true);

        if (over == 0) {
            assertThat(body.parameters().all()).hasSize(1);
        } else {
            assertThatThrownBy(body::parameters)
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.ContentTooLarge.class));
        }
    }

    private static RequestBody body(byte[] bytes, String type, boolean json) {
        return new RequestBody(
                name -> name.equals("Content-Type") ? Optional.of(type) : Optional.empty(),
                limit -> {
                    if (bytes.length > limit) {
                        throw new ContentException(ContentException.Reason.TOO_LARGE);
                    }
                    return bytes;
                },
                () -> false,
                "",
                json,
                0);
    }

    @Property
    void from_a_peer_that_is_no_proxy_of_ours_no_header_counts(@ForAll List<String> headers) {
        InetAddress peer = InetAddress.ofLiteral("192.0.2.1");

        assertThat(new TrustedProxies(address -> false).caller(peer, headers)).isEqualTo(peer);
    }

    @Property
    void the_rightmost_hop_that_is_no_proxy_of_ours_is_the_caller(
            @ForAll @StringLength(max = 30) String noise,
            @ForAll @IntRange(max = 255) int client,
            @ForAll @IntRange(max = 4) int proxies) {
        InetAddress peer = InetAddress.ofLiteral("10.0.0.1");
        String header = noise + ",203.0.113." + client + ", 10.0.0.2".repeat(proxies);

        assertThat(ours().caller(peer, List.of(header)).getHostAddress()).isEqualTo("203.0.113." + client);
    }

    @Property
    void a_hop_that_is_no_address_hides_what_is_left_of_it(
            @ForAll @StringLength(min = 1, max = 30) @CharRange(from = 'g', to = 'z') String noise) {
        InetAddress peer = InetAddress.ofLiteral("10.0.0.1");

        assertThat(ours().caller(peer, List.of("203.0.113.9," + noise))).isEqualTo(peer);
    }

    private static TrustedProxies ours() {
        return new TrustedProxies(address -> address.getHostAddress().startsWith("10."));
    }

    @Property
    void a_text_that_passes_is_what_was_sent_without_control_characters(@ForAll String text) {
        String unicode = new String(text.getBytes(UTF_8), UTF_8);
        Validation fields = validation(Json.of(unicode));

        String read = fields.requiredText("field");

        boolean good = !unicode.isEmpty()
                && unicode.length() <= 1000
                && unicode.codePoints().noneMatch(Character::isISOControl);
        assertThat(fields.passed()).isEqualTo(good);
        assertThat(read).isEqualTo(good ? unicode : "");
    }

    @Property
    void a_secret_is_what_was_sent_whatever_it_is(@ForAll @StringLength(min = 1) String text) {
        String unicode = new String(text.getBytes(UTF_8), UTF_8);
        Validation fields = validation(Json.of(unicode));

        assertThat(fields.requiredSecret("field")).isEqualTo(unicode);
        assertThat(fields.passed()).isTrue();
    }

    @Property
    void a_number_as_secret_is_its_literal(@ForAll double number) {
        if (Double.isFinite(number)) {
            String literal = Double.toString(number);
            Parameters parameters = new Parameters();
            parameters.addJson((Json.Object) Json.parse(("{\"field\":" + literal + "}").getBytes(UTF_8)));

            assertThat(new Validation(parameters).requiredSecretOrNumber("field"))
                    .isEqualTo(literal);
        }
    }

    private static Validation validation(Json value) {
        Parameters parameters = new Parameters();
        parameters.addJson(Json.object().put("field", value).build());
        return new Validation(parameters);
    }
}
