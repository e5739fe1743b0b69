package io.vestibule.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9700 sections 2.1 and 4.1.3, RFC 8252 sections 7 and 8.5: where a client may have customers sent to. */
class RedirectUriTest {
    private static boolean confidentialMay(String uri) {
        return RedirectUri.objection(uri, false, false).isEmpty();
    }

    private static boolean appMay(String uri) {
        return RedirectUri.objection(uri, true, false).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com/callback",
                "https://app.example.com",
                "https://app.example.com:8443/a/b?tenant=1&x=%20y",
                "https://203.0.113.7/cb",
                "https://[2001:db8::1]:8443/cb",
                "https://xn--bcher-kva.example/cb"
            })
    void https_is_for_every_client(String uri) {
        assertThat(confidentialMay(uri)).isTrue();
        assertThat(appMay(uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.example.app:/cb",
                "com.example.app:/cb?x=1",
                "com.example.app://callback",
                "com.example.app://callback/done",
                "http://127.0.0.1/cb",
                "http://127.0.0.1:4711/cb",
                "http://[::1]/cb"
            })
    void schemes_of_their_own_and_this_machine_are_for_public_clients(String uri) {
        assertThat(appMay(uri)).isTrue();
        assertThat(confidentialMay(uri)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/callback",
                "app.example.com/cb",
                "http://app.example.com/cb",
                "http://localhost:3000/cb",
                "http://127.0.0.2/cb",
                "http://127.1/cb",
                "https://2130706433/cb",
                "https://0x7f.1/cb",
                "https:///cb",
                "https://a..b/cb",
                "https://app.example.com:0/cb",
                "https://app.example.com:65536/cb",
                "https://app.example.com:/cb",
                "https://app.example.com/cb#",
                "https://app.example.com/cb#here",
                "https://user@app.example.com/cb",
                "https://app.example.com@evil.example/cb",
                "https://app.example.com\\@evil.example/cb",
                "https://app.example.com/a/../b",
                "https://app.example.com/..",
                "https://app.example.com/a/%2e%2E/b",
                "https://app.example.com/./b",
                "https://*.example.com/cb",
                "https://app.example.com/*",
                "https://app.example.com/a b",
                "https://app.example.com/\r\nSet-Cookie:a=b",
                "https://app.example.com/\u0000",
                "https://app.example.com/\u00e4",
                "https://app.example.com/%zz",
                "https://app.example.com;report-uri/cb",
                "HTTPS://app.example.com/cb",
                "javascript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "myapp:/cb",
                "myapp://cb",
                "com.example.app:cb",
                "com.example.app:///cb",
                "com.example.app://user@host/cb",
                "com.example.app:/a/../b",
                "https:",
                "https://"
            })
    void no_client_may_register(String uri) {
        assertThat(appMay(uri)).isFalse();
        assertThat(confidentialMay(uri)).isFalse();
    }

    @Test
    void a_uri_has_at_most_1000_characters() {
        String begin = "https://app.example.com/";
        assertThat(confidentialMay(begin + "a".repeat(1000 - begin.length()))).isTrue();
        assertThat(confidentialMay(begin + "a".repeat(1001 - begin.length()))).isFalse();
    }

    @Test
    void test_mode_has_localhost_and_this_machine_for_every_client() {
        for (String uri : new String[] {"http://localhost:3000/cb", "http://127.0.0.1:3000/cb", "http://[::1]/cb"}) {
            assertThat(RedirectUri.objection(uri, false, true)).isEmpty();
            assertThat(RedirectUri.objection(uri, true, true)).isEmpty();
        }
        assertThat(RedirectUri.objection("http://app.example.com/cb", true, true))
                .isPresent();
        assertThat(RedirectUri.objection("http://localhost.evil.example/cb", true, true))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com/cb, https://app.example.com/cb, true",
        "https://app.example.com/cb, https://app.example.com/cb/, false",
        "https://app.example.com/cb, https://app.example.com/cb?x=1, false",
        "https://app.example.com/cb?x=1, https://app.example.com/cb, false",
        "https://app.example.com/cb, https://app.example.com:443/cb, false",
        "https://app.example.com/cb, https://APP.example.com/cb, false",
        "https://app.example.com/cb, https://app.example.com/%63b, false",
        "https://app.example.com/cb, http://app.example.com/cb, false",
        "https://app.example.com/cb, https://app.example.com/cb#x, false",
        "https://127.0.0.1/cb, https://127.0.0.1:4711/cb, false",
        "http://localhost/cb, http://localhost:4711/cb, false",
        "com.example.app:/cb, com.example.app:/cb, true",
        "com.example.app:/cb, com.example.app:/cb2, false"
    })
    void a_request_names_the_very_same_characters(String registered, String asked, boolean matches) {
        assertThat(new RedirectUri(registered).matches(asked)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/cb, http://127.0.0.1:4711/cb, true",
        "http://127.0.0.1:3000/cb, http://127.0.0.1:51004/cb, true",
        "http://127.0.0.1:3000/cb, http://127.0.0.1/cb, true",
        "http://[::1]/cb?x=1, http://[::1]:4711/cb?x=1, true",
        "http://127.0.0.1/cb, http://[::1]:4711/cb, false",
        "http://127.0.0.1/cb, http://localhost:4711/cb, false",
        "http://127.0.0.1/cb, https://127.0.0.1:4711/cb, false",
        "http://127.0.0.1/cb, http://127.0.0.1:4711/cb/, false",
        "http://127.0.0.1/cb, http://127.0.0.1:4711/cb?x=1, false",
        "http://127.0.0.1/cb, http://127.0.0.1:4711/cb#x, false",
        "http://127.0.0.1/cb, http://127.0.0.1:4711@evil.example/cb, false",
        "http://127.0.0.1/cb, http://127.0.0.1.evil.example:80/cb, false",
        "http://127.0.0.1/cb, http://127.0.0.1:0/cb, false",
        "http://127.0.0.1/cb, http://127.0.0.1:99999/cb, false",
        "http://127.0.0.1/cb, http://127.0.0.1:/cb, false"
    })
    void on_this_machine_the_port_is_free_and_nothing_else(String registered, String asked, boolean matches) {
        assertThat(new RedirectUri(registered).matches(asked)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com/cb?x=1, https:",
        "https://App.Example.com:8443/cb, https:",
        "http://127.0.0.1:4711/cb, http:",
        "http://localhost:3000/cb, http:",
        "http://[::1]:4711/cb, http:",
        "https://203.0.113.7/cb, https:",
        "com.example.app:/cb, com.example.app:",
        "com.example.app://callback, com.example.app:"
    })
    void a_policy_names_the_scheme(String uri, String source) {
        assertThat(RedirectUri.cspSource(uri)).contains(source);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "https://a.example; script-src *",
                "https://a.example'unsafe-inline'/",
                "https://a.example\r\nX: y",
                ""
            })
    void a_policy_names_nothing_else(String uri) {
        assertThat(RedirectUri.cspSource(uri)).isEmpty();
    }
}
