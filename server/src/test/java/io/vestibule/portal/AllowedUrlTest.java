package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.customer.ProfileSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract (Keaze, "url must be allowed"): "each portal lists origins and path prefixes; https only, but for … loopback". */
class AllowedUrlTest {
    private static Portal portal(String... urls) {
        List<AllowedUrl> allowed = List.of(urls).stream().map(AllowedUrl::of).toList();
        return new Portal(1, 0, "Test", "en", false, null, ProfileSchema.BUILT_IN, allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "https://portal.example.com, https://portal.example.com/, https://portal.example.com",
        "https://Portal.Example.com/App, https://portal.example.com/App/, https://portal.example.com",
        "https://portal.example.com:443/, https://portal.example.com/, https://portal.example.com",
        "https://portal.example.com:8443/a, https://portal.example.com:8443/a/, https://portal.example.com:8443",
        "http://localhost:3000, http://localhost:3000/, http://localhost:3000",
        "http://127.0.0.1:80/, http://127.0.0.1/, http://127.0.0.1",
        "http://[::1]:3000/, http://[::1]:3000/, http://[::1]:3000"
    })
    void a_prefix_ends_in_a_slash_and_knows_its_origin(String text, String url, String origin) {
        assertThat(AllowedUrl.of(text)).isEqualTo(new AllowedUrl(url, origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "portal.example.com",
                "http://portal.example.com/",
                "http://localhost.example.com/",
                "ftp://portal.example.com/",
                "https://user@portal.example.com/",
                "https://portal.example.com/?a=b",
                "https://portal.example.com/#a",
                "https://portal.example.com/../a",
                "https://portal.example.com/a b",
                "https://*.example.com/"
            })
    void a_prefix_that_is_no_absolute_https_url_is_refused(String text) {
        assertThatThrownBy(() -> AllowedUrl.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example.com/app",
                "https://portal.example.com/app/",
                "https://PORTAL.example.com/app/in/side",
                "https://portal.example.com:443/app/",
                "https://portal.example.com/app/#/route"
            })
    void the_same_origin_at_or_below_the_prefix_is_covered(String url) {
        assertThat(portal("https://portal.example.com/app/").allows(url, false)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example.com",
                "https://portal.example.com/",
                "https://portal.example.com/apple",
                "https://portal.example.com/App/",
                "https://portal.example.com//app/",
                "https://portal.example.com/x/app/",
                "https://portal.example.com/app#route",
                "https://portal.example.com#/app/",
                "https://portal.example.com/#/app/",
                "https://portal.example.com/app/../x",
                "https://portal.example.com/app/..",
                "https://portal.example.com/app/./x",
                "https://portal.example.com/app/%2e%2e/x",
                "https://portal.example.com/app\\..\\x",
                "https://portal.example.com/app/;/../x",
                "https://portal.example.com/app/?next=x",
                "https://portal.example.com/app/ x",
                "https://portal.example.com/app/\tx",
                "https://portal.example.com/app/é",
                "https://portal.example.com:8443/app/",
                "https://portal.example.com@evil.example/app/",
                "https://evil.example/app/",
                "https://evil.example#@portal.example.com/app/",
                "https://portal.example.com.evil.example/app/",
                "https://sub.portal.example.com/app/",
                "https://portal.example.com./app/",
                "https:/portal.example.com/app/",
                "https:portal.example.com/app/",
                "//portal.example.com/app/",
                "http://portal.example.com/app/",
                " https://portal.example.com/app/",
                "javascript:https://portal.example.com/app/"
            })
    void anything_else_is_not(String url) {
        assertThat(portal("https://portal.example.com/app/").allows(url, true)).isFalse();
    }

    @Test
    void plain_http_needs_a_listed_loopback_origin_and_test_mode() {
        Portal portal = portal("http://localhost:3000/", "https://portal.example.com/");

        assertThat(portal.allows("http://localhost:3000/x", true)).isTrue();
        assertThat(portal.allows("http://localhost:3000/x", false)).isFalse();
        assertThat(portal.allows("http://localhost:3001/x", true)).isFalse();
        assertThat(portal.allows("http://127.0.0.1:3000/x", true)).isFalse();
        assertThat(portal.allows("https://localhost:3000/x", true)).isFalse();
        assertThat(portal.allows("https://portal.example.com/x", false)).isTrue();
    }

    @Test
    void a_url_has_at_most_1000_characters() {
        Portal portal = portal("https://portal.example.com/");

        assertThat(portal.allows("https://portal.example.com/" + "x".repeat(900), false))
                .isTrue();
        assertThat(portal.allows("https://portal.example.com/" + "x".repeat(1000), false))
                .isFalse();
    }

    @Test
    void an_origin_is_trusted_exactly_as_a_browser_sends_it() {
        Portal portal = portal("https://portal.example.com/app/");

        assertThat(portal.trustsOrigin("https://portal.example.com")).isTrue();
        for (String origin : List.of(
                "https://portal.example.com/", "http://portal.example.com", "https://evil.example", "null", "")) {
            assertThat(portal.trustsOrigin(origin)).isFalse();
        }
    }
}
