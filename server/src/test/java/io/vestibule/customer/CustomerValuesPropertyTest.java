package io.vestibule.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** "Unicode twins of an address (ı, K, ß): no match", and what an address may be. */
class CustomerValuesPropertyTest {

    @Property(tries = 2000)
    void only_ascii_letters_lose_their_case(@ForAll("texts") String typed) {
        String folded = LoginName.of(typed).value();
        assertThat(folded).hasSameSizeAs(typed).doesNotContain("\0");
        for (int i = 0; i < typed.length(); i++) {
            char was = typed.charAt(i);
            char is = folded.charAt(i);
            if (was >= 'A' && was <= 'Z') {
                assertThat(is).isEqualTo((char) (was + 32));
            } else {
                assertThat(is).isEqualTo(was == 0 ? '\uFFFD' : was);
            }
        }
    }

    @Property(tries = 1000)
    void folding_twice_is_folding_once(@ForAll("texts") String typed) {
        LoginName once = LoginName.of(typed);
        assertThat(LoginName.of(once.value())).isEqualTo(once);
    }

    /** One character of an ASCII login replaced by one that some case folding, or NFKC, takes for it. */
    @Property(tries = 500)
    void a_twin_never_matches(
            @ForAll("logins") String login, @ForAll("twins") String twin, @ForAll @IntRange(max = 100) int at) {
        int place = at % login.length();
        String twisted = login.substring(0, place) + twin + login.substring(place + 1);
        assertThat(LoginName.of(twisted)).isNotEqualTo(LoginName.of(login));
        assertThat(LoginName.of(twisted.toUpperCase(Locale.ROOT)).value().length())
                .isPositive();
        assertThat(EmailAddress.parse(twisted + "@example.com")).isEmpty();
        assertThat(EmailAddress.parse("a@" + twisted + ".example")).isEmpty();
    }

    @Property(tries = 1000)
    void well_formed_addresses_keep_their_spelling_and_fold_as_logins(@ForAll("addresses") String address) {
        EmailAddress parsed = EmailAddress.parse(" " + address + " ").orElseThrow();
        assertThat(parsed.value()).isEqualTo(address);
        assertThat(parsed.login())
                .isEqualTo(EmailAddress.parse(address.toUpperCase(Locale.ROOT))
                        .orElseThrow()
                        .login());
    }

    @Property(tries = 5000)
    void any_text_is_an_address_in_printable_ascii_or_none(@ForAll("nearAddresses") String text) {
        assertThatCode(() -> EmailAddress.parse(text)).doesNotThrowAnyException();
        EmailAddress.parse(text)
                .ifPresent(address -> assertThat(address.value())
                        .matches("[!-~]{3,254}")
                        .doesNotContain(",", ";", "<", ">", "\"", "(", ")", "..")
                        .satisfies(value ->
                                assertThat(value.chars().filter(c -> c == '@')).hasSize(1)));
    }

    @Property(tries = 20)
    void long_texts_are_judged_at_once(@ForAll @IntRange(min = 1000, max = 16_000) int length) {
        assertThat(EmailAddress.parse("a.".repeat(length) + "@" + "b-".repeat(length)))
                .isEmpty();
        assertThat(EmailAddress.parse("a@" + "b.".repeat(120))).isEmpty();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange('A', 'z')
                .withChars("\0ıİKſßKÅ＠ａＡ\uD83D\uDE00")
                .ofMaxLength(40);
    }

    @Provide
    Arbitrary<String> logins() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> twins() {
        return Arbitraries.of(
                "ı", "İ", "\u212A", "\u212B", "ß", "ẞ", "ſ", "ａ", "Ａ", "ｋ", "а", "e\u0301", "\u200B", "ﬁ", "ss\u0327");
    }

    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> atom = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("!#$%&'*+/=?^_`{|}~-")
                .ofMinLength(1)
                .ofMaxLength(10);
        Arbitrary<String> label = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(20);
        return Combinators.combine(
                        atom.list().ofMinSize(1).ofMaxSize(4),
                        label.list().ofMinSize(2).ofMaxSize(5))
                .as((local, domain) -> String.join(".", local) + "@" + String.join(".", domain));
    }

    @Provide
    Arbitrary<String> nearAddresses() {
        return Arbitraries.of(
                        "a",
                        "B",
                        "7",
                        "@",
                        ".",
                        "-",
                        "+",
                        " ",
                        "\r",
                        "\n",
                        "\0",
                        ",",
                        ";",
                        "<",
                        ">",
                        "\"",
                        "\\",
                        "ß",
                        "ı",
                        "\u212A",
                        "example.com",
                        "@example.com",
                        "[127.0.0.1]",
                        "(",
                        "xn--bcher-kva")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }
}
