package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.branding.Branding;
import io.vestibule.cache.Deferred;
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
        return new Portal(
                1,
                0,
                "Test",
                "en",
                false,
                List.of(),
                new Deferred<>(() -> ProfileSchema.BUILT_IN),
                PasskeyPolicy.USUAL,
                Branding.NONE,
                null,
                allowed);
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
        assertThat(portal("https://portal.example.com/app/").objection(url, false))
                .isEmpty();
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
        assertThat(portal("https://portal.example.com/app/").objection(url, true))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:5173/x",
                "http://127.0.0.1:3000",
                "http://[::1]:8100/",
                "http://app.localhost:4200/",
                "https://localhost:5173/"
            })
    void test_mode_takes_any_url_of_this_machine_and_live_mode_none_by_http(String url) {
        assertThat(portal("https://portal.example.com/").objection(url, true)).isEmpty();
        assertThat(portal("https://portal.example.com/").objection(url, false)).isPresent();
    }

    @Test
    void an_allowed_url_by_plain_http_is_for_test_mode() {
        Portal portal = portal("http://localhost:3000/", "https://portal.example.com/");

        assertThat(portal.objection("http://localhost:3000/x", true)).isEmpty();
        assertThat(portal.objection("http://localhost:3000/x", false)).isPresent();
        assertThat(portal.objection("https://portal.example.com/x", false)).isEmpty();
        assertThat(portal.trustsOrigin("http://localhost:3000", false)).isFalse();
        assertThat(portal.trustsOrigin("http://localhost:3000", true)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://portal.example.com/?a=b, have no query string",
        "http://localhost:3000/sign-in?next=%2Fhome, have no query string",
        "https://portal.example.com/#/route?a=b, have no query string",
        "http://portal.example.com/, be an absolute https URL",
        "portal.example.com/, be an absolute https URL",
        "/sign-in, be an absolute https URL",
        "https://user@portal.example.com/, without user name",
        "https://portal.example.com/a/../b, dot segments",
        "https://portal.example.com/é, characters to be encoded",
        "https://other.example.com/, The url https://other.example.com/ is not allowed for this portal."
    })
    void a_refusal_tells_the_reason(String url, String reason) {
        assertThat(portal("https://portal.example.com/").objection(url, true).orElseThrow())
                .contains(reason);
    }

    @Test
    void a_url_has_at_most_1000_characters() {
        Portal portal = portal("https://portal.example.com/");

        assertThat(portal.objection("https://portal.example.com/" + "x".repeat(900), false))
                .isEmpty();
        assertThat(portal.objection("https://portal.example.com/" + "x".repeat(1000), false)
                        .orElseThrow())
                .contains("1000 characters");
    }

    @Test
    void an_origin_is_trusted_exactly_as_a_browser_sends_it() {
        Portal portal = portal("https://portal.example.com/app/");

        assertThat(portal.trustsOrigin("https://portal.example.com", false)).isTrue();
        for (String origin : List.of(
                "https://portal.example.com/", "http://portal.example.com", "https://evil.example", "null", "")) {
            assertThat(portal.trustsOrigin(origin, true)).isFalse();
        }
    }
}
