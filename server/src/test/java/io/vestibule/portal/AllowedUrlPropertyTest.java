package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "`url` must be allowed: each portal lists origins and path prefixes", and the link that is made of it stays there. */
class AllowedUrlPropertyTest {
    private static final AllowedUrl ROOT = AllowedUrl.of("https://portal.example.com");
    private static final AllowedUrl APP = AllowedUrl.of("https://portal.example.com/app");
    private static final AllowedUrl LOCAL = AllowedUrl.of("http://localhost:3000/");

    @Property(tries = 20_000)
    void a_link_never_leaves_the_prefix(@ForAll("urls") String url, @ForAll("prefixes") AllowedUrl allowed) {
        if (allowed.covers(url)) {
            URI page = resolved(url + (url.endsWith("/") ? "" : "/") + "7/token");
            assertThat(page.getRawUserInfo()).isNull();
            assertThat(page.getRawQuery()).isNull();
            assertThat(page.getScheme() + "://" + page.getRawAuthority()
                            + (page.getRawPath().isEmpty() ? "/" : page.getRawPath()))
                    .as("page of a link made of %s", url)
                    .startsWithIgnoringCase(allowed.url());
        }
    }

    /** As a browser goes there: dot segments away, the usual port left out. */
    private static URI resolved(String link) {
        URI uri = URI.create(link).normalize();
        String authority = uri.getRawAuthority();
        String usual = uri.getScheme().equals("https") ? ":443" : ":80";
        return authority.endsWith(usual)
                ? URI.create(link.replaceFirst(usual, "")).normalize()
                : uri;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example.com/app",
                "https://portal.example.com/app/",
                "https://PORTAL.example.com/app/sign-in",
                "https://portal.example.com:443/app/x",
                "https://portal.example.com/app/#/magic",
                "https://portal.example.com/app/..."
            })
    void covers(String url) {
        assertThat(APP.covers(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example.com",
                "https://portal.example.com/apple",
                "https://portal.example.com/App/",
                "https://portal.example.com.evil.example/app/",
                "https://portal.example.com@evil.example/app/",
                "https://user:pw@portal.example.com/app/",
                "https://portal.example.com:8443/app/",
                "https://portal.example.com./app/",
                "http://portal.example.com/app/",
                "//portal.example.com/app/",
                "https:/portal.example.com/app/",
                "https:\\\\portal.example.com/app/",
                "https://portal.example.com\\@evil.example/app/",
                "https://evil.example\\.portal.example.com/app/",
                "https://portal.example.com/app/../",
                "https://portal.example.com/app/..",
                "https://portal.example.com/app/..#",
                "https://portal.example.com/app/../#/x",
                "https://portal.example.com/app/./",
                "https://portal.example.com/app/%2e%2e/",
                "https://portal.example.com/app/%2E./",
                "https://portal.example.com/app/..%2f",
                "https://portal.example.com/app/?next=https://evil.example",
                "https://portal.example.com#/app/",
                "https://portal.example.com/#/app/",
                "https://portal.example.com/app#",
                "https://pörtal.example.com/app/",
                "https://portal.example.com/app/\r\nBcc: x@evil.example",
                "https://portal.example.com/app/\t",
                " https://portal.example.com/app/",
                "https://portal.example.com/app/<x>",
                "https://portal.example.com/app/\"",
                "javascript:alert(1)//https://portal.example.com/app/",
                "data:text/html,https://portal.example.com/app/",
                ""
            })
    void refuses(String url) {
        assertThat(APP.covers(url)).isFalse();
    }

    @Test
    void a_name_that_looks_like_another_in_unicode_is_another() {
        AllowedUrl bank = AllowedUrl.of("https://bank.example/");
        assertThat(bank.covers("https://ban\u212A.example/")).isFalse();
        assertThat(bank.covers("https://\uFF42ank.example/")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "https://example.com/?a",
                "https://example.com/#a",
                "ftp://example.com",
                "x",
                "https://a/../"
            })
    void is_no_prefix(String text) {
        assertThatThrownBy(() -> AllowedUrl.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<AllowedUrl> prefixes() {
        return Arbitraries.of(ROOT, APP, LOCAL);
    }

    @Provide
    Arbitrary<String> urls() {
        Arbitrary<String> start = Arbitraries.of(
                "https://portal.example.com",
                "http://localhost:3000",
                "https://portal.example.com:443",
                "https://PORTAL.example.com",
                "https://portal.example.com:",
                "https://portal.example.com@",
                "https://portal.example.com:8443");
        Arbitrary<String> rest = Arbitraries.of(
                        "/",
                        "app",
                        ".",
                        "..",
                        "/..",
                        "/.",
                        "/app",
                        "/app/",
                        "#",
                        "?",
                        "@",
                        "evil.example",
                        "\\",
                        "%2e",
                        "%2f",
                        ":",
                        ";",
                        "//",
                        "x",
                        "-",
                        "~",
                        "!",
                        "é",
                        "[",
                        "]",
                        " ")
                .list()
                .ofMaxSize(7)
                .map(parts -> String.join("", parts));
        return start.flatMap(head -> rest.map(tail -> head + tail));
    }
}
